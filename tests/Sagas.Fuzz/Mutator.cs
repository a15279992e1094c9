namespace Sagas.Fuzz;

/// <summary>Makes an input from another: bytes turned, taken out, repeated, exchanged, words put in, two inputs joined.</summary>
internal sealed class Mutator(Random random)
{
    private const int LongestInput = 16_384;
    private const int LongestPiece = 64;
    private const int MostSteps = 6;

    /// <summary>Bytes that readers trip over.</summary>
    private static readonly byte[] Sharp =
    [
        0,
        9,
        10,
        13,
        (byte)'"',
        (byte)'\\',
        (byte)',',
        (byte)'{',
        (byte)'[',
        (byte)'}',
        (byte)']',
        (byte)'-',
        (byte)'0',
        (byte)'9',
        (byte)'.',
        (byte)'e',
        (byte)'/',
        (byte)'~',
        0x7F,
        0x80,
        0xC0,
        0xED,
        0xEF,
        0xF4,
        0xFF,
    ];

    public byte[] Mutate(byte[] input, byte[] other, IReadOnlyList<byte[]> words)
    {
        var bytes = new List<byte>(input.Length + LongestPiece);
        bytes.AddRange(input);
        for (var steps = 1 + (random.Next(2) * random.Next(MostSteps)); steps > 0; steps--)
        {
            Step(bytes, other, words);
        }

        if (bytes.Count > LongestInput)
        {
            bytes.RemoveRange(LongestInput, bytes.Count - LongestInput);
        }

        return [.. bytes];
    }

    private void Step(List<byte> bytes, byte[] other, IReadOnlyList<byte[]> words)
    {
        var at = random.Next(bytes.Count + 1);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = Sharp[random.Next(Sharp.Length)];
                break;
            case 2:
                bytes.Insert(at, Sharp[random.Next(Sharp.Length)]);
                break;
            case 3 when bytes.Count > 0:
                at = Math.Min(at, bytes.Count - 1);
                bytes.RemoveRange(at, Math.Min(random.Next(1, LongestPiece), bytes.Count - at));
                break;
            case 4 when bytes.Count > 0:
                Repeat(bytes, Math.Min(at, bytes.Count - 1));
                break;
            case 5 or 6 when words.Count > 0:
                Put(bytes, at, words[random.Next(words.Count)]);
                break;
            case 7 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other[from..]);
                break;
            case 8:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    /// <summary>Now and then very often: for what is deep, or long.</summary>
    private void Repeat(List<byte> bytes, int at)
    {
        var piece = bytes.GetRange(at, Math.Min(random.Next(1, LongestPiece), bytes.Count - at));
        var times = random.Next(50) == 0 ? random.Next(LongestInput / piece.Count) : random.Next(1, 4);
        var all = new byte[piece.Count * times];
        for (var index = 0; index < all.Length; index++)
        {
            all[index] = piece[index % piece.Count];
        }

        bytes.InsertRange(at, all);
    }

    private void Put(List<byte> bytes, int at, byte[] word)
    {
        if (random.Next(2) == 0)
        {
            bytes.RemoveRange(at, Math.Min(word.Length, bytes.Count - at));
        }

        bytes.InsertRange(at, word);
    }
}
