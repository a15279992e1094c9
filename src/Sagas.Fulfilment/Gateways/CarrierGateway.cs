namespace Sagas.Fulfilment.Gateways;

/// <summary>The carrier, over HTTP. Each call may be repeated with the same key: it takes effect once.</summary>
public sealed class CarrierGateway(HttpClient client)
{
    internal const string Name = "shipping";

    /// <exception cref="GatewayFailedException">No answer after all tries.</exception>
    public Task<GatewayAnswer> Arrange(Guid key, string country, CancellationToken cancellationToken) =>
        client.Post(Name, "shipments", key, new { country }, cancellationToken);
}
