using System.Globalization;
using System.Text;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Orchestration.Admission;

/// <summary>What is kept of a message that was too large: the beginning of its body, the small ones of its headers, and how large it was.</summary>
internal static class RefusedLetter
{
    /// <summary>The body's bytes, of which the letter has the first ones only. Public: people read it in the management UI.</summary>
    public const string BodyBytes = "Sagas-Body-Bytes";

    /// <summary>The headers' number, of which the letter has the small ones only. Public as well.</summary>
    public const string HeaderCount = "Sagas-Header-Count";

    private const int LongestHeader = 1_024;

    public static DeadMessage Of(DeadMessage message, AdmissionOptions limits)
    {
        var kept = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var left = limits.HeaderBytes;
        foreach (var (name, value) in message.Headers.Where(header => !HeaderSize.IsOfFault(header.Key)))
        {
            var size = Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
            if (size <= LongestHeader && size <= left)
            {
                kept[name] = value;
                left -= size;
            }
        }

        kept[BodyBytes] = message.Body.Length.ToString(CultureInfo.InvariantCulture);
        kept[HeaderCount] = message.Headers.Count.ToString(CultureInfo.InvariantCulture);
        return message with
        {
            Body = message.Body[..Math.Min(message.Body.Length, limits.BodyBytes)].ToArray(),
            Headers = kept,
        };
    }
}
