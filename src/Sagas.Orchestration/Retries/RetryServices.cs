using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Retries;

/// <summary>What the retries of every consumer of this host share.</summary>
internal sealed class RetryServices(
    RetryPolicies policies,
    ITransactionFactory transactions,
    Outage outage,
    BusStopping stopping,
    IOptions<OrderOptions> order,
    SagasMeter meter,
    TimeProvider time,
    ILogger<RetryServices> logger
)
{
    public RetryPolicies Policies => policies;

    public ITransactionFactory Transactions => transactions;

    public Outage Outage => outage;

    public CancellationToken Stopping => stopping.Token;

    public OrderOptions Order => order.Value;

    public RetryMeter Meter => meter.Retries;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}
