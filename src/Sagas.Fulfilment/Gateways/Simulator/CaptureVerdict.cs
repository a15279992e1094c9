namespace Sagas.Fulfilment.Gateways.Simulator;

internal enum CaptureVerdict
{
    /// <summary>Now, or by an earlier call with the same key.</summary>
    Captured,

    /// <summary>A refund came first and stays in force.</summary>
    Refunded,

    /// <summary>The key was used for another amount or currency.</summary>
    Conflict,
}
