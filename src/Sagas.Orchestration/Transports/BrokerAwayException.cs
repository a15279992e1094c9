namespace Sagas.Orchestration.Transports;

/// <summary>The broker does not answer, or not in time: what is asked of it is not known now.</summary>
public sealed class BrokerAwayException(string broker, string reason, Exception inner)
    : Exception($"RabbitMQ at {broker} cannot be asked: {reason}", inner)
{
    public string Broker { get; } = broker;
}
