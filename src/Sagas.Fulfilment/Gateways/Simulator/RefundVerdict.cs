namespace Sagas.Fulfilment.Gateways.Simulator;

internal enum RefundVerdict
{
    /// <summary>Now, or by an earlier call with the same key.</summary>
    Refunded,

    /// <summary>More than is left, or nothing was captured.</summary>
    TooMuch,

    /// <summary>The key was used for another amount or capture.</summary>
    Conflict,
}
