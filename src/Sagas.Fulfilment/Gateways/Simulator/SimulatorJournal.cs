using System.Text.Json;

namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>
/// The simulated outside world's memory: a file with a line of JSON for each thing that took place. Money that one run took can
/// so be given back by the next.
/// </summary>
internal sealed class SimulatorJournal : IDisposable
{
    private readonly StreamWriter _writer;

    private SimulatorJournal(StreamWriter writer) => _writer = writer;

    /// <summary>What the file tells; nothing when there is none yet. A line that a crash cut off is left out, for nobody was answered.</summary>
    public static IReadOnlyList<SimulatorEvent> Read(string file) =>
        File.Exists(file) ? [.. File.ReadLines(file).Select(Parse).OfType<SimulatorEvent>()] : [];

    /// <exception cref="IOException">The file cannot be written, or another simulator has it.</exception>
    public static SimulatorJournal Open(string file)
    {
        var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.None);
        var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" };
        if (stream.Position > 0)
        {
            // Ends a line that a crash cut off.
            writer.WriteLine();
        }

        return new(writer);
    }

    public void Append(SimulatorEvent entry) => _writer.WriteLine(JsonSerializer.Serialize(entry));

    public void Dispose() => _writer.Dispose();

    private static SimulatorEvent? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize<SimulatorEvent>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Something that took place: one of these is there.</summary>
/// <param name="Refunded">The key of a capture that was refunded as a whole, or forbidden.</param>
/// <param name="Shipped">The key of a shipment.</param>
internal sealed record SimulatorEvent(
    SimulatedCapture? Capture = null,
    SimulatedRefund? Refund = null,
    Guid? Refunded = null,
    Guid? Shipped = null
);
