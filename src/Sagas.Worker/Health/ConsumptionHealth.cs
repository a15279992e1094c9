using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sagas.Worker.Watchdog;

namespace Sagas.Worker.Health;

/// <summary>
/// Every queue that this worker should consume is consumed, as far as the watchdog could help it. Nothing is asked here:
/// what is given up, a restart of the process may cure; what is merely away does not count.
/// </summary>
internal sealed class ConsumptionHealth(QueueWatchdog? watchdog = null) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            watchdog?.GivenUp is { Count: > 0 } givenUp
                ? HealthCheckResult.Unhealthy(
                    string.Join(
                        ' ',
                        givenUp.Select(one =>
                            $"Queue {one.Queue} {one.Reason}, and restarting its endpoint did not help."
                        )
                    )
                )
                : HealthCheckResult.Healthy()
        );
}
