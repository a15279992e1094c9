using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Sagas.Fulfilment.Gateways;

internal static class GatewayRegistration
{
    /// <summary>Failures in this many seconds, of at least this many calls, open the circuit when half of them failed.</summary>
    private const int SamplingSeconds = 30;
    private const int FewestSamples = 20;

    public static void AddGateway<TGateway>(
        this IServiceCollection services,
        string name,
        IConfigurationSection configuration
    )
        where TGateway : class
    {
        services
            .AddOptions<GatewayOptions>(name)
            .Bind(configuration)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services
            .AddHttpClient<TGateway>((provider, client) => client.BaseAddress = AddressOf(provider, name))
            .AddResilienceHandler(
                name,
                (pipeline, context) => Configure(pipeline, OptionsOf(context.ServiceProvider, name))
            );
    }

    /// <summary>From the outside in: all tries together, retries, circuit breaker, one try.</summary>
    private static void Configure(
        ResiliencePipelineBuilder<HttpResponseMessage> pipeline,
        GatewayOptions options
    ) =>
        pipeline
            .AddTimeout(TimeSpan.FromSeconds(options.TotalTimeoutSeconds))
            .AddRetry(
                new HttpRetryStrategyOptions
                {
                    MaxRetryAttempts = options.Retries,
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    Delay = TimeSpan.FromMilliseconds(options.RetryDelayMilliseconds),
                }
            )
            .AddCircuitBreaker(
                new HttpCircuitBreakerStrategyOptions
                {
                    FailureRatio = 0.5,
                    MinimumThroughput = FewestSamples,
                    SamplingDuration = TimeSpan.FromSeconds(SamplingSeconds),
                    BreakDuration = TimeSpan.FromSeconds(options.BreakSeconds),
                }
            )
            .AddTimeout(TimeSpan.FromSeconds(options.AttemptTimeoutSeconds));

    private static GatewayOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<GatewayOptions>>().Get(name);

    private static Uri AddressOf(IServiceProvider provider, string name) =>
        new(OptionsOf(provider, name).Gateway.TrimEnd('/') + "/");
}
