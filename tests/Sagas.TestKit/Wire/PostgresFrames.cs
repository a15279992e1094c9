using System.Buffers.Binary;
using System.Text;

namespace Sagas.TestKit.Wire;

/// <summary>
/// Cuts one direction of a connection into messages: a letter, a length that counts itself, a body. Only the
/// client's first has no letter. (PostgreSQL's manual, "Message Formats".)
/// </summary>
internal sealed class PostgresFrames(bool startsWithStartup)
{
    /// <summary>Stands for the letter that the client's first message does not have.</summary>
    public const char Startup = '\0';

    /// <summary>The state in "ready for query" when no transaction is open any more.</summary>
    public const string Idle = "I";

    private const int LengthBytes = 4;
    private readonly List<byte> pending = [];
    private bool isStarted = !startsWithStartup;

    /// <param name="frame">The letter, and the text of a query or of a statement that is parsed, or the state in "ready for query"; else empty.</param>
    public void Read(ReadOnlySpan<byte> bytes, Action<char, string> frame)
    {
        pending.AddRange(bytes);
        while (Next() is var (type, body, length))
        {
            frame(type, Text(type, pending.GetRange(body, length - body).ToArray()));
            pending.RemoveRange(0, length);
        }
    }

    /// <summary>Its letter, where its body starts, and where it ends; null: it is not whole yet.</summary>
    private (char Type, int Body, int Length)? Next()
    {
        var letter = isStarted ? 1 : 0;
        if (pending.Count < letter + LengthBytes)
        {
            return null;
        }

        Span<byte> length = [.. pending.GetRange(letter, LengthBytes)];
        var end = letter + BinaryPrimitives.ReadInt32BigEndian(length);
        if (pending.Count < end)
        {
            return null;
        }

        var type = isStarted ? (char)pending[0] : Startup;
        isStarted = true;
        return (type, letter + LengthBytes, end);
    }

    private static string Text(char type, byte[] body)
    {
        var texts = type is 'Q' or 'P' or 'Z' ? Encoding.UTF8.GetString(body).Split('\0') : [];
        // A statement to be parsed has its name before it.
        return type switch
        {
            'Q' or 'Z' => texts[0],
            'P' => texts[1],
            _ => "",
        };
    }
}
