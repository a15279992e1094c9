using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sagas.Worker.Health;

/// <summary>
/// <c>/healthz/live</c>: the process answers, and no queue of it has stopped for good; nothing outside is asked, so that a
/// restart never answers a broken database. <c>/healthz/ready</c>: bus, database and schema are there. <c>/healthz/startup</c>: they are, and the host has
/// started.
/// </summary>
internal static class HealthEndpoints
{
    private const string Live = "live";
    private const string Ready = "ready";
    private const string Started = "startup";

    /// <summary>A probe that hangs is worse than one that fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void AddSagasHealth(this IServiceCollection services) =>
        services
            .AddHealthChecks()
            .AddCheck<ConsumptionHealth>("consumption", tags: [Live])
            .AddCheck<SchemaHealth>("database", tags: [Ready], timeout: Patience)
            .AddCheck<HostHealth>("host", tags: [Started]);

    public static void MapSagasHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz/live", Answer(Live));
        app.MapHealthChecks("/healthz/ready", Answer(Ready));
        app.MapHealthChecks("/healthz/startup", Answer(Ready, Started));
    }

    private static HealthCheckOptions Answer(params string[] tags) =>
        new()
        {
            Predicate = check => check.Tags.Overlaps(tags),
            ResponseWriter = Write,
            // A bus that has lost its broker calls itself degraded.
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable },
        };

    private static Task Write(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(
            JsonSerializer.Serialize(
                new
                {
                    status = report.Status.ToString(),
                    checks = report.Entries.ToDictionary(
                        entry => entry.Key,
                        entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }
                    ),
                },
                JsonSerializerOptions.Web
            )
        );
    }
}
