using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Retries;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Orchestration.Suspects;

/// <summary>What the suspects of all queues of this host share: they die together, so they wait together.</summary>
internal sealed class SuspectServices(
    SuspectGate gate,
    BusStopping stopping,
    SagasMeter meter,
    TimeProvider time,
    ILogger<SuspectServices> logger
)
{
    public SuspectGate Gate => gate;

    public CancellationToken Stopping => stopping.Token;

    public RetryMeter Meter => meter.Retries;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}
