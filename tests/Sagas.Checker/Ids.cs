using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sagas.Checker;

/// <summary>
/// The ids that follow from what they identify, written anew from their description: the first 128 bits of SHA-256, marked as a
/// UUID of version 8, those of messages with another beginning. So the journal's keys lead to the rows of the ledgers, and nobody has to be asked.
/// </summary>
internal static class Ids
{
    public static Guid OfSaga(string saga, string key) => Of($"saga\n{saga}\n{key}");

    public static Guid OfEffect(Guid saga, string step) => Of($"effect\n{saga:N}\n{step}");

    /// <summary>It begins with the milliseconds from 1970 until the saga's start, in 48 bits.</summary>
    public static Guid OfMessage(Guid saga, DateTimeOffset started, long sequence, int index) =>
        new(
            $"{started.ToUnixTimeMilliseconds():x12}{Of($"message\n{saga:N}\n{sequence}\n{index}").ToString("N")[12..]}"
        );

    /// <summary>It begins as its cause does.</summary>
    public static Guid OfReply(Guid cause, string consumer, int index) =>
        new(cause.ToString("N")[..12] + Of($"reply\n{cause:N}\n{consumer}\n{index}").ToString("N")[12..]);

    public static Guid OfDeadline(Guid saga, string step, long asked) =>
        Of($"deadline\n{saga:N}\n{step}\n{asked}");

    private static Guid Of(FormattableString text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
        var version = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), (ushort)((version & 0x0FFF) | 0x8000));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes.AsSpan(0, 16), bigEndian: true);
    }
}
