using System.Collections.Concurrent;

namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>What the outside world did, seen from there: a check on our own ledgers.</summary>
internal sealed class SimulatorLedger
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Guid, int> _calls = new();
    private readonly Dictionary<Guid, SimulatedCapture> _captures = [];
    private readonly HashSet<Guid> _forbidden = [];
    private readonly Dictionary<Guid, string> _shipments = [];
    private long _total;

    /// <returns>How often this key has been called for this, this time included.</returns>
    public int Call(Guid key)
    {
        Interlocked.Increment(ref _total);
        return _calls.AddOrUpdate(key, 1, (_, calls) => calls + 1);
    }

    /// <returns>False when the key was refunded before.</returns>
    public bool Capture(Guid key, long amountMinor, string currency)
    {
        lock (_gate)
        {
            return !_forbidden.Contains(key)
                && (_captures.ContainsKey(key) || _captures.TryAdd(key, new(key, amountMinor, currency, 0)));
        }
    }

    public void Refund(Guid key)
    {
        lock (_gate)
        {
            _forbidden.Add(key);
            if (_captures.TryGetValue(key, out var capture))
            {
                _captures[key] = capture with { RefundedMinor = capture.AmountMinor };
            }
        }
    }

    public void Ship(Guid key, string country)
    {
        lock (_gate)
        {
            _shipments[key] = country;
        }
    }

    public SimulatorReport Report()
    {
        lock (_gate)
        {
            return new(Interlocked.Read(ref _total), [.. _captures.Values], [.. _shipments.Keys]);
        }
    }
}
