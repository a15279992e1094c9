namespace Sagas.Fulfilment.Gateways;

/// <summary>What a gateway decided. A refusal is an answer; a fault is a <see cref="GatewayFailedException"/>.</summary>
/// <param name="Reference">The gateway's own number of what it did; null when it refused.</param>
/// <param name="Reason">Why it refused; null when it accepted.</param>
public sealed record GatewayAnswer(string? Reference, string? Reason)
{
    /// <summary>Characters that our ledgers keep.</summary>
    public const int LongestReference = 128;
    public const int LongestReason = 1_024;

    public bool IsAccepted => Reference is not null;

    public static GatewayAnswer Accepted(string reference) => new(reference, null);

    public static GatewayAnswer Refused(string reason) =>
        new(null, reason.Length > LongestReason ? reason[..LongestReason] : reason);
}
