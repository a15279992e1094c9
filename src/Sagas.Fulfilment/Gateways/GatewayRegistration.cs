using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Sagas.Fulfilment.Gateways;

internal static class GatewayRegistration
{
    /// <summary>Failures in this many seconds, of at least this many calls, open the circuit when half of them failed.</summary>
    private const int SamplingSeconds = 30;
    private const int FewestSamples = 20;

    /// <summary>A gateway that answers more than this is not a gateway.</summary>
    private const int LongestAnswerBytes = 65_536;

    /// <summary>For the body of the last answer, which is read when the pipeline is through.</summary>
    private static readonly TimeSpan ReadingTime = TimeSpan.FromSeconds(5);

    public static void AddGateway<TGateway>(
        this IServiceCollection services,
        string name,
        IConfigurationSection configuration
    )
        where TGateway : class
    {
        services.AddOptions<GatewayOptions>(name).Bind(configuration).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>()
        );
        services
            .AddHttpClient<TGateway>(
                (provider, client) => Configure(client, OptionsOf(provider, name), configuration.Path)
            )
            .AddResilienceHandler(
                name,
                (pipeline, context) => Configure(pipeline, OptionsOf(context.ServiceProvider, name))
            );
    }

    private static void Configure(HttpClient client, GatewayOptions options, string section)
    {
        if (options.Gateway.Length == 0)
        {
            throw new InvalidOperationException(
                $"{section}:{nameof(GatewayOptions.Gateway)} is empty. Give the gateway's http or https address."
            );
        }

        client.BaseAddress = new Uri(options.Gateway.TrimEnd('/') + "/");
        client.Timeout = TimeSpan.FromSeconds(options.TotalTimeoutSeconds) + ReadingTime;
        client.MaxResponseContentBufferSize = LongestAnswerBytes;
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
}
