using Sagas.Fulfilment.Orders.Placing;

namespace Sagas.Fuzz.Targets;

/// <summary>A file of orders as JSON Lines.</summary>
internal sealed class JsonLinesTarget : ITarget
{
    public string Name => "jsonl";

    public int Share => 10;

    public IReadOnlyList<byte[]> Seeds { get; } =
        Sample.Bytes(Sample.Order, $"{Sample.Order}\n\n{Sample.Order}\r\n");

    public IReadOnlyList<byte[]> Words { get; } =
        Sample.Bytes([.. Sample.JsonWords, "\n", "\r", "\"quantity\":", "\"currency\":null", "\u2028"]);

    public Answer Read(byte[] input) => FileReading.Orders(input, OrderFileFormat.JsonLines);
}
