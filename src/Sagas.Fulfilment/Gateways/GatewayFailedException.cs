namespace Sagas.Fulfilment.Gateways;

/// <summary>A gateway gave no answer, after all tries. The command is handled again later.</summary>
public sealed class GatewayFailedException(string gateway, string found, Exception? inner = null)
    : Exception($"The {gateway} gateway gave no answer: {found}", inner)
{
    /// <summary>As its participant is called, such as <c>payments</c>.</summary>
    public string Gateway { get; } = gateway;
}
