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
        app.Map("/healthz/live", context => Answer(context, Live));
        app.Map("/healthz/ready", context => Answer(context, Ready));
        app.Map("/healthz/startup", context => Answer(context, Ready, Started));
    }

    /// <summary>Other than the framework's endpoints, which make the checks when they are mapped, and with them the whole bus.</summary>
    private static async Task Answer(HttpContext context, params string[] tags)
    {
        var report = await context
            .RequestServices.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Tags.Overlaps(tags), context.RequestAborted);
        // A bus that has lost its broker calls itself degraded.
        context.Response.StatusCode =
            report.Status == HealthStatus.Healthy
                ? StatusCodes.Status200OK
                : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }
                ),
            },
            context.RequestAborted
        );
    }
}
