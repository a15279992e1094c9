using MassTransit.Serialization;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Fuzz.Targets;

/// <summary>Headers of a message, of every type that a broker lets them have: the input is a recipe for them.</summary>
internal sealed class HeaderTarget : ITarget
{
    private const int MostHeaders = 200;
    private const int DeepestTable = 400;

    public string Name => "headers";

    public int Share => 10;

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [
            1,
            6,
            (byte)'t',
            (byte)'e',
            (byte)'n',
            (byte)'a',
            (byte)'n',
            (byte)'t',
            2,
            7,
            3,
            0,
            4,
            1,
            5,
            2,
            6,
            3,
        ],
        [6, 20, 7, 3, 1, 4, (byte)'M', (byte)'T', (byte)'-', (byte)'x', 8, 8, 8, 8, 2, 0],
    ];

    public IReadOnlyList<byte[]> Words { get; } =
        Sample.Bytes("MT-Fault-Message", "x-delivery-count", "MessageId", "\uD83D\uDE00", "Sagas-Replay");

    public Answer Read(byte[] input)
    {
        var recipe = new Recipe(input);
        var headers = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        while (!recipe.IsEmpty && headers.Count < MostHeaders)
        {
            var name = recipe.Text();
            headers[name] = recipe.Value(DeepestTable) ?? "";
        }

        var (own, ofDeath) = HeaderSize.Of(new DictionarySendHeaders(headers));
        if (own < 0 || ofDeath < 0)
        {
            throw new BrokenPromiseException($"The size is negative: {own}, {ofDeath}.");
        }

        foreach (var (_, value) in headers)
        {
            var text = HeaderText.Of(value);
            if (
                !StoredText.IsStorable(
                    StoredText.Of(text, 1_024).Replace("\uFFFD", "", StringComparison.Ordinal)
                )
            )
            {
                throw new BrokenPromiseException("Text that was made fit for a database is not.");
            }
        }

        return own > AdmissionLimit ? new(false, "too large") : new(true, $"{headers.Count > 0}");
    }

    private const int AdmissionLimit = 16_384;

    /// <summary>Reads bytes as instructions.</summary>
    private sealed class Recipe(byte[] bytes)
    {
        private int _at;

        public bool IsEmpty => _at >= bytes.Length;

        public string Text()
        {
            var length = Math.Min(Next(), bytes.Length - _at);
            var text = System.Text.Encoding.Latin1.GetString(bytes, _at, Math.Max(length, 0));
            _at += Math.Max(length, 0);
            return text;
        }

        public object? Value(int deepest) =>
            (Next() % 10) switch
            {
                0 => null,
                1 => Text(),
                2 => System.Text.Encoding.Latin1.GetBytes(Text()),
                3 => (long)Next() * Next() * int.MaxValue,
                4 => Next() / 3.0,
                5 => Next() % 2 == 0,
                6 when deepest > 0 => new Dictionary<string, object?> { [Text()] = Value(deepest - 1) },
                7 when deepest > 0 => new List<object?> { Value(deepest - 1), Value(deepest - 1) },
                8 => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(Next()),
                _ => new string((char)(0xD800 + Next()), Next() % 8),
            };

        private int Next() => IsEmpty ? 0 : bytes[_at++];
    }
}
