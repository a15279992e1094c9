using System.Net.Http.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Sagas.Worker.Hosting;

namespace Sagas.Tests.Worker;

/// <summary>A whole worker, embedded, on a free port, in a directory of its own.</summary>
internal sealed class LiveWorker : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IDisposable? _hold;

    private LiveWorker(WebApplication app, IDisposable? hold)
    {
        (App, _hold) = (app, hold);
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    /// <summary>Settings for a worker with a new database, gateways that never fail, and no port of its own.</summary>
    public static Dictionary<string, string?> Settings() =>
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Sagas:Http:Address"] = "http://127.0.0.1:0",
            ["Sagas:Database:ConnectionString"] =
                $"Data Source={Path.Combine(Directory.CreateTempSubdirectory("sagas-worker-").FullName, "sagas.db")}",
            ["Sagas:Simulator:DeclinePercent"] = "0",
            ["Sagas:Simulator:RefusalPercent"] = "0",
            ["Sagas:Simulator:ErrorPercent"] = "0",
            ["Sagas:Simulator:DelayPercent"] = "0",
        };

    public static WebApplication Build(Dictionary<string, string?> settings) =>
        SagasHost.Build(new HostSettings([], IsQuiet: true) { Overrides = settings });

    public static Task<LiveWorker> Start() => Start(Settings());

    public static async Task<LiveWorker> Start(Dictionary<string, string?> settings)
    {
        var app = Build(settings);
        return new LiveWorker(app, await StartUp.Start(app, CancellationToken.None));
    }

    /// <summary>An order that every rule allows.</summary>
    public static object Order(string key, int quantity = 1) =>
        new
        {
            key,
            customer = "17850",
            country = "United Kingdom",
            currency = "GBP",
            lines = new[]
            {
                new
                {
                    sku = "85123A",
                    quantity,
                    unitPriceMinor = 255,
                },
            },
        };

    public Task<HttpResponseMessage> Place(object order) => Client.PostAsJsonAsync("/orders", order);

    /// <summary>Asks for a saga until it has ended, which a worker without failures takes a moment for.</summary>
    public Task<SagaView> Ended(string key) => Until(key, saga => saga.EndedAt is not null);

    /// <summary>Asks for a saga until it is there.</summary>
    public Task<SagaView> Started(string key) => Until(key, _ => true);

    private async Task<SagaView> Until(string key, Func<SagaView, bool> condition)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            using var answer = await Client.GetAsync(
                new Uri($"/sagas/{key}", UriKind.Relative),
                deadline.Token
            );
            if (
                answer.IsSuccessStatusCode
                && await answer.Content.ReadFromJsonAsync<SagaView>(deadline.Token) is { } saga
                && condition(saga)
            )
            {
                return saga;
            }

            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        _hold?.Dispose();
    }
}

internal sealed record SagaView(string Type, Guid Id, string Key, string State, DateTimeOffset? EndedAt);
