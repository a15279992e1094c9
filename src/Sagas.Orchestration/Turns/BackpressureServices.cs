using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Turns;

/// <summary>What a host's backpressure is made of.</summary>
internal sealed class BackpressureServices(
    IBrokerView broker,
    ConsumedQueues queues,
    SagasMeter meter,
    TimeProvider time
)
{
    public IBrokerView Broker => broker;

    public ConsumedQueues Queues => queues;

    public SagasMeter Meter => meter;

    public TimeProvider Time => time;
}
