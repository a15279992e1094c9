using MassTransit;

namespace Sagas.Benchmarks.Peers.PlainMassTransit;

internal sealed class OrderInstance : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    public string CurrentState { get; set; } = "";

    public string Customer { get; set; } = "";

    public long AmountMinor { get; set; }

    public string Currency { get; set; } = "";
}
