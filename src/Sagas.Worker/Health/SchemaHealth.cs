using Microsoft.Extensions.Diagnostics.HealthChecks;
using Sagas.Orchestration.Schema;

namespace Sagas.Worker.Health;

/// <summary>The database answers, and has our tables.</summary>
internal sealed class SchemaHealth(ISchema schema) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var pending = await schema.Pending(cancellationToken);
            return pending.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{pending.Count} migrations are missing.");
        }
        catch (DatabaseUnavailableException failure)
        {
            return HealthCheckResult.Unhealthy(failure.Message);
        }
    }
}
