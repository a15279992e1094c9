using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Sagas.Worker.Health;

/// <summary>
/// <c>/healthz/live</c>: the process answers; nothing outside is asked. <c>/healthz/ready</c>: bus, database and schema are
/// there. <c>/healthz/startup</c>: the same, for the time until the first success.
/// </summary>
internal static class HealthEndpoints
{
    private const string Ready = "ready";

    public static void AddSagasHealth(this IServiceCollection services) =>
        services.AddHealthChecks().AddCheck<SchemaHealth>("database", tags: [Ready]);

    public static void MapSagasHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz/live", Answer(_ => false));
        app.MapHealthChecks("/healthz/ready", Answer(check => check.Tags.Contains(Ready)));
        app.MapHealthChecks("/healthz/startup", Answer(check => check.Tags.Contains(Ready)));
    }

    private static HealthCheckOptions Answer(Func<HealthCheckRegistration, bool> includes) =>
        new() { Predicate = includes, ResponseWriter = Write };

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
