namespace Sagas.Fulfilment.Gateways;

/// <summary>What a gateway decided. A refusal is an answer; a fault is a <see cref="GatewayFailedException"/>.</summary>
/// <param name="Reference">The gateway's own number of what it did; null when it refused.</param>
/// <param name="Reason">Why it refused; null when it accepted.</param>
public sealed record GatewayAnswer(string? Reference, string? Reason)
{
    public bool IsAccepted => Reference is not null;

    public static GatewayAnswer Accepted(string reference) => new(reference, null);

    public static GatewayAnswer Refused(string reason) => new(null, reason);
}
