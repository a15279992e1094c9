namespace Sagas.Fulfilment.Gateways;

/// <summary>The payment provider, over HTTP. Each call may be repeated with the same key: it takes effect once.</summary>
public sealed class PaymentGateway(HttpClient client)
{
    internal const string Name = "payments";

    /// <exception cref="GatewayFailedException">No answer after all tries.</exception>
    public Task<GatewayAnswer> Capture(
        Guid key,
        long amountMinor,
        string currency,
        CancellationToken cancellationToken
    ) => client.Post(Name, "captures", key, new { amountMinor, currency }, cancellationToken);

    /// <summary>Gives back what is left of what was captured with the key; captures nothing with it any more.</summary>
    /// <returns>The gateway's own number of the refund.</returns>
    /// <exception cref="GatewayFailedException">No answer after all tries, or a refusal, which a whole refund may not get.</exception>
    public async Task<string> Refund(Guid key, CancellationToken cancellationToken)
    {
        var answer = await client.Post(Name, "refunds", key, new { }, cancellationToken);
        return answer.Reference
            ?? throw new GatewayFailedException(Name, $"it refused a refund: {answer.Reason}");
    }

    /// <summary>Gives back a part of what was captured. It is refused when less is left.</summary>
    /// <param name="captureKey">With which it was captured.</param>
    /// <param name="key">Of this refund.</param>
    /// <exception cref="GatewayFailedException">No answer after all tries.</exception>
    public Task<GatewayAnswer> RefundPart(
        Guid captureKey,
        Guid key,
        long amountMinor,
        CancellationToken cancellationToken
    ) => client.Post(Name, $"captures/{captureKey}/refunds", key, new { amountMinor }, cancellationToken);
}
