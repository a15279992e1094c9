using Npgsql;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Worker.Telemetry;

/// <summary>Traces and metrics of ours and of what we stand on; by OTLP where an endpoint is set, and for Prometheus at <c>/metrics</c>.</summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "sagas-worker";

    /// <summary>
    /// Series of one instrument; what is more is counted as one, <c>otel.metric.overflow</c>. Room for all is taken at once, for each
    /// instrument: with OpenTelemetry's own limit of 2,000 an idle worker had 15 MB more.
    /// </summary>
    private const int MostSeries = 500;

    public static void AddSagasTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var exports = !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName))
            .WithMetrics(metrics =>
            {
                metrics
                    .AddMeter("MassTransit", SagasMeter.Name, "Polly", "Npgsql")
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddView("*", new MetricStreamConfiguration { CardinalityLimit = MostSeries })
                    .AddPrometheusExporter();
                if (exports)
                {
                    metrics.AddOtlpExporter();
                }
            });
        // A span that nobody gets costs as much as any other.
        if (exports)
        {
            telemetry.WithTracing(tracing =>
                tracing
                    .AddSource("MassTransit", SagasActivity.Name)
                    .AddAspNetCoreInstrumentation(options => options.Filter = IsNoProbe)
                    .AddHttpClientInstrumentation()
                    .AddNpgsql()
                    .AddOtlpExporter()
            );
        }
    }

    /// <summary>Probes and scrapes come every few seconds and tell nothing.</summary>
    private static bool IsNoProbe(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/healthz", StringComparison.Ordinal)
        && !context.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal);
}
