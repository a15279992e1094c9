namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>What the outside world did, seen from there: a check on our own ledgers.</summary>
internal sealed class SimulatorLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Operation, Guid Key), int> _calls = [];
    private readonly Dictionary<Guid, SimulatedCapture> _captures = [];
    private readonly HashSet<Guid> _refunded = [];
    private readonly Dictionary<Guid, SimulatedRefund> _refunds = [];
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

    /// <summary>All that is left of a capture, or of one that is still to come.</summary>
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

    /// <summary>A refusal is not remembered: it may be accepted later.</summary>
    public RefundVerdict Refund(SimulatedRefund refund)
    {
        lock (_gate)
        {
            if (_refunds.TryGetValue(refund.Key, out var earlier))
            {
                return earlier == refund ? RefundVerdict.Refunded : RefundVerdict.Conflict;
            }

            if (
                !_captures.TryGetValue(refund.CaptureKey, out var capture)
                || refund.AmountMinor > capture.AmountMinor - capture.RefundedMinor
            )
            {
                return RefundVerdict.TooMuch;
            }

            _refunds.Add(refund.Key, refund);
            _captures[capture.Key] = capture with
            {
                RefundedMinor = capture.RefundedMinor + refund.AmountMinor,
            };
            return RefundVerdict.Refunded;
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
            return new(_total, [.. _captures.Values], [.. _refunds.Values], [.. _shipments]);
        }
    }
}
