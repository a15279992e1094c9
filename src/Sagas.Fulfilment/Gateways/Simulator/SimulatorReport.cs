namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>What <c>GET /ledger</c> of the simulator tells.</summary>
/// <param name="Calls">All calls, repetitions and failures included.</param>
public sealed record SimulatorReport(
    long Calls,
    IReadOnlyList<SimulatedCapture> Captures,
    IReadOnlyList<Guid> Shipments
)
{
    /// <summary>What took place, each once: captures, refunds of them, shipments.</summary>
    public int Effects =>
        Captures.Count + Captures.Count(capture => capture.RefundedMinor > 0) + Shipments.Count;
}

/// <param name="AmountMinor">Taken, in minor units of the currency.</param>
/// <param name="RefundedMinor">Given back.</param>
public sealed record SimulatedCapture(Guid Key, long AmountMinor, string Currency, long RefundedMinor);
