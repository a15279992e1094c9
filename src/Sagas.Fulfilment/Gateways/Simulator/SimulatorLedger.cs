namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>What the outside world did, seen from there: a check on our own ledgers.</summary>
internal sealed class SimulatorLedger : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Operation, Guid Key), int> _calls = [];
    private readonly Dictionary<Guid, SimulatedCapture> _captures = [];
    private readonly HashSet<Guid> _refunded = [];
    private readonly Dictionary<Guid, SimulatedRefund> _refunds = [];
    private readonly HashSet<Guid> _shipments = [];
    private readonly SimulatorJournal? _journal;
    private long _total;

    /// <param name="file">Where it is kept between runs; empty: nowhere.</param>
    public SimulatorLedger(string file)
    {
        if (file.Length > 0)
        {
            foreach (var entry in SimulatorJournal.Read(file))
            {
                Apply(entry);
            }

            _journal = SimulatorJournal.Open(file);
        }
    }

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

            if (_captures.TryGetValue(key, out var earlier))
            {
                return earlier.AmountMinor == amountMinor && earlier.Currency == currency
                    ? CaptureVerdict.Captured
                    : CaptureVerdict.Conflict;
            }

            Book(new(Capture: new(key, amountMinor, currency, 0)));
            return CaptureVerdict.Captured;
        }
    }

    /// <summary>All that is left of a capture, or of one that is still to come.</summary>
    public void Refund(Guid key)
    {
        lock (_gate)
        {
            if (!_refunded.Contains(key))
            {
                Book(new(Refunded: key));
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

            Book(new(Refund: refund));
            return RefundVerdict.Refunded;
        }
    }

    public void Ship(Guid key)
    {
        lock (_gate)
        {
            if (!_shipments.Contains(key))
            {
                Book(new(Shipped: key));
            }
        }
    }

    public SimulatorReport Report()
    {
        lock (_gate)
        {
            return new(_total, [.. _captures.Values], [.. _refunds.Values], [.. _shipments]);
        }
    }

    public void Dispose() => _journal?.Dispose();

    private void Book(SimulatorEvent entry)
    {
        Apply(entry);
        _journal?.Append(entry);
    }

    private void Apply(SimulatorEvent entry)
    {
        switch (entry)
        {
            case { Capture: { } capture }:
                _captures.Add(capture.Key, capture);
                break;
            case { Refund: { } refund }:
                _refunds.Add(refund.Key, refund);
                _captures[refund.CaptureKey] = Given(_captures[refund.CaptureKey], refund.AmountMinor);
                break;
            case { Refunded: { } key }:
                _refunded.Add(key);
                if (_captures.TryGetValue(key, out var refunded))
                {
                    _captures[key] = Given(refunded, refunded.AmountMinor - refunded.RefundedMinor);
                }

                break;
            case { Shipped: { } shipment }:
                _shipments.Add(shipment);
                break;
        }
    }

    private static SimulatedCapture Given(SimulatedCapture capture, long amountMinor) =>
        capture with
        {
            RefundedMinor = capture.RefundedMinor + amountMinor,
        };
}
