namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>What the outside world did, seen from there: a check on our own ledgers.</summary>
internal sealed class SimulatorLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Operation, Guid Key), int> _calls = [];
    private readonly Dictionary<Guid, SimulatedCapture> _captures = [];
    private readonly HashSet<Guid> _refunded = [];
    private readonly HashSet<Guid> _shipments = [];
    private long _total;

    /// <returns>How often this key has been called for this operation, this time included.</returns>
    public int Call(string operation, Guid key)
    {
        lock (_gate)
        {
            _total++;
            return _calls[(operation, key)] = _calls.GetValueOrDefault((operation, key)) + 1;
        }
    }

    public CaptureVerdict Capture(Guid key, long amountMinor, string currency)
    {
        lock (_gate)
        {
            if (_refunded.Contains(key))
            {
                return CaptureVerdict.Refunded;
            }

            _captures.TryAdd(key, new(key, amountMinor, currency, 0));
            var capture = _captures[key];
            return capture.AmountMinor == amountMinor && capture.Currency == currency
                ? CaptureVerdict.Captured
                : CaptureVerdict.Conflict;
        }
    }

    public void Refund(Guid key)
    {
        lock (_gate)
        {
            _refunded.Add(key);
            if (_captures.TryGetValue(key, out var capture))
            {
                _captures[key] = capture with { RefundedMinor = capture.AmountMinor };
            }
        }
    }

    public void Ship(Guid key)
    {
        lock (_gate)
        {
            _shipments.Add(key);
        }
    }

    public SimulatorReport Report()
    {
        lock (_gate)
        {
            return new(_total, [.. _captures.Values], [.. _shipments]);
        }
    }
}
