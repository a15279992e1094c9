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

    /// <summary>Gives back all that was captured with the key; captures nothing with it any more.</summary>
    /// <exception cref="GatewayFailedException">No answer after all tries, or a refusal, which a refund may not get.</exception>
    public async Task Refund(Guid key, CancellationToken cancellationToken)
    {
        var answer = await client.Post(Name, "refunds", key, new { }, cancellationToken);
        if (!answer.IsAccepted)
        {
            throw new GatewayFailedException(Name, $"it refused a refund: {answer.Reason}");
        }
    }
}
