namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>What <c>GET /ledger</c> of the simulator tells.</summary>
/// <param name="Calls">All calls, repetitions and failures included.</param>
public sealed record SimulatorReport(
    long Calls,
    IReadOnlyList<SimulatedCapture> Captures,
    IReadOnlyList<SimulatedRefund> Refunds,
    IReadOnlyList<Guid> Shipments
)
{
    /// <summary>What took place, each once: captures, refunds of a part or of what is left, shipments.</summary>
    public int Effects =>
        Captures.Count + Refunds.Count + Captures.Count(WasRefundedAsAWhole) + Shipments.Count;

    private bool WasRefundedAsAWhole(SimulatedCapture capture) =>
        capture.RefundedMinor
        > Refunds.Where(refund => refund.CaptureKey == capture.Key).Sum(refund => refund.AmountMinor);
}

/// <param name="AmountMinor">Taken, in minor units of the currency.</param>
/// <param name="RefundedMinor">Given back, in parts and as a whole.</param>
public sealed record SimulatedCapture(Guid Key, long AmountMinor, string Currency, long RefundedMinor);

/// <summary>A part of a capture that was given back.</summary>
/// <param name="AmountMinor">In minor units of the capture's currency.</param>
public sealed record SimulatedRefund(Guid Key, Guid CaptureKey, long AmountMinor);
