using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Sagas.Chaos.Driving;

/// <summary>
/// What the driver asked for and heard, a line of JSON for each, on the disk before it goes on. Whatever becomes of the system or
/// of the driver, this is what may be believed.
/// </summary>
internal sealed class DriverJournal : IDisposable
{
    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, (ChaosOrder Order, Outcome Outcome)> _orders = new();

    public DriverJournal(string file, TimeProvider time)
    {
        _file = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _time = time;
    }

    public int Count(Outcome outcome) => _orders.Values.Count(one => one.Outcome == outcome);

    /// <summary>Those that were accepted, or of which nobody knows.</summary>
    public IReadOnlyList<(ChaosOrder Order, Outcome Outcome)> Orders => [.. _orders.Values];

    public void Write(ChaosOrder order, Outcome outcome)
    {
        var line = JsonSerializer.Serialize(
            new
            {
                at = _time.GetUtcNow(),
                key = order.Key,
                tenant = "",
                outcome = outcome.ToString().ToLowerInvariant(),
                amountMinor = order.AmountMinor,
                currency = order.Currency,
                lines = order.Lines.Select(one => new
                {
                    sku = one.Sku,
                    quantity = one.Quantity,
                    unitPriceMinor = one.UnitPriceMinor,
                }),
                fingerprint = order.Fingerprint,
            }
        );
        lock (_gate)
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush(flushToDisk: true);
        }

        // A conflict says nothing of the order whose key it used; once accepted, an order stays it.
        if (outcome != Outcome.Failed)
        {
            _orders.AddOrUpdate(
                order.Key,
                (order, outcome),
                (_, before) => before.Outcome == Outcome.Ok ? before : (order, outcome)
            );
        }
    }

    public void Dispose() => _file.Dispose();
}

internal enum Outcome
{
    /// <summary>About to be sent.</summary>
    Sent,

    /// <summary>Accepted, or known already.</summary>
    Ok,

    /// <summary>Refused for good.</summary>
    Failed,

    /// <summary>No answer, or one that promises nothing.</summary>
    Unknown,
}
