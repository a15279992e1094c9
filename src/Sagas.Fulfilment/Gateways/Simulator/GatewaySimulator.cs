using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>
/// A payment provider and a carrier as one HTTP service, for the embedded profile, demos and tests. It declines,
/// delays and fails by seed and key, and does everything once for each key.
/// </summary>
public sealed class GatewaySimulator : IAsyncDisposable
{
    private static readonly string[] DeclineReasons =
    [
        "insufficient funds",
        "card expired",
        "suspected fraud",
    ];

    private readonly WebApplication _app;
    private readonly SimulatorOptions _options;
    private readonly Dice _dice;
    private readonly SimulatorLedger _ledger;

    private GatewaySimulator(WebApplication app, SimulatorOptions options)
    {
        _app = app;
        _options = options;
        _dice = new Dice(options.Seed);
        _ledger = new SimulatorLedger(options.LedgerFile);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address =>
        new(
            _app.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First()
        );

    /// <param name="port">On the loopback interface; 0: a free one.</param>
    public static Task<GatewaySimulator> StartAsync(
        SimulatorOptions options,
        int port = 0,
        CancellationToken cancellationToken = default
    ) => StartAsync(options, $"http://127.0.0.1:{port}", cancellationToken);

    /// <param name="url">Such as <c>http://0.0.0.0:8090</c>, for a container.</param>
    /// <exception cref="IOException">The port is in use, or another simulator has the ledger's file.</exception>
    public static async Task<GatewaySimulator> StartAsync(
        SimulatorOptions options,
        string url,
        CancellationToken cancellationToken
    )
    {
        // Empty, so that the host's own configuration and addresses stay the host's.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(url);
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var simulator = new GatewaySimulator(builder.Build(), options);
        simulator.Map();
        await simulator._app.StartAsync(cancellationToken);
        return simulator;
    }

    /// <summary>What it has done so far.</summary>
    public SimulatorReport Report() => _ledger.Report();

    public Task WaitForShutdown(CancellationToken cancellationToken) =>
        ((IHost)_app).WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _ledger.Dispose();
    }

    private void Map()
    {
        _app.MapPost(
            "/captures",
            (HttpContext http, CaptureRequest body) => Answer(http, "capture", key => Capture(key, body))
        );
        _app.MapPost(
            "/captures/{captureKey:guid}/refunds",
            (HttpContext http, Guid captureKey, RefundRequest body) =>
                Answer(http, "part refund", key => RefundPart(new(key, captureKey, body.AmountMinor)))
        );
        _app.MapPost("/refunds", (Delegate)((HttpContext http) => Answer(http, "refund", Refund)));
        _app.MapPost(
            "/shipments",
            (HttpContext http, ShipmentRequest body) => Answer(http, "shipment", key => Ship(key, body))
        );
        _app.MapGet("/ledger", () => Results.Json(Report()));
    }

    /// <remarks>A fault is either a call that never arrived or an answer that was lost: the caller cannot know which.</remarks>
    private async Task<IResult> Answer(HttpContext http, string operation, Func<Guid, IResult> decide)
    {
        if (!Guid.TryParse(http.Request.Headers["Idempotency-Key"], out var key))
        {
            return Results.BadRequest(GatewayAnswer.Refused("The header Idempotency-Key holds no GUID."));
        }

        var call = _ledger.Call(operation, key);
        if (_dice.Roll($"{operation} delay {call}", key) < _options.DelayPercent)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(_options.DelayMilliseconds), http.RequestAborted);
        }

        var fails =
            call <= _options.ErrorCalls && _dice.Roll($"{operation} error", key) < _options.ErrorPercent;
        if (!fails)
        {
            return decide(key);
        }

        if (_dice.Roll($"{operation} lost", key, 2) == 1)
        {
            decide(key);
        }

        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private IResult Capture(Guid key, CaptureRequest body)
    {
        if (body.AmountMinor <= 0)
        {
            return Results.BadRequest(
                GatewayAnswer.Refused($"The amount is {body.AmountMinor}. Give 1 or more.")
            );
        }

        if (_dice.Roll("decline", key) < _options.DeclinePercent)
        {
            return Declined(DeclineReasons[_dice.Roll("reason", key, DeclineReasons.Length)]);
        }

        return _ledger.Capture(key, body.AmountMinor, body.Currency) switch
        {
            CaptureVerdict.Captured => Results.Json(GatewayAnswer.Accepted($"cap-{key:N}")),
            CaptureVerdict.Refunded => Declined("refunded before it was captured"),
            _ => Results.Conflict(GatewayAnswer.Refused("The key was used for another amount or currency.")),
        };
    }

    private static IResult Declined(string reason) =>
        Results.Json(GatewayAnswer.Refused(reason), statusCode: StatusCodes.Status402PaymentRequired);

    private IResult Refund(Guid key)
    {
        _ledger.Refund(key);
        return Results.Json(GatewayAnswer.Accepted($"ref-{key:N}"));
    }

    private IResult RefundPart(SimulatedRefund refund)
    {
        if (refund.AmountMinor <= 0)
        {
            return Results.BadRequest(
                GatewayAnswer.Refused($"The amount is {refund.AmountMinor}. Give 1 or more.")
            );
        }

        return _ledger.Refund(refund) switch
        {
            RefundVerdict.Refunded => Results.Json(GatewayAnswer.Accepted($"ref-{refund.Key:N}")),
            RefundVerdict.TooMuch => Results.Json(
                GatewayAnswer.Refused("more than is left of the capture"),
                statusCode: StatusCodes.Status422UnprocessableEntity
            ),
            _ => Results.Conflict(GatewayAnswer.Refused("The key was used for another amount or capture.")),
        };
    }

    private IResult Ship(Guid key, ShipmentRequest body)
    {
        if (_dice.Roll("refuse", key) < _options.RefusalPercent)
        {
            return Results.Json(
                GatewayAnswer.Refused($"no carrier goes to {body.Country}"),
                statusCode: StatusCodes.Status422UnprocessableEntity
            );
        }

        _ledger.Ship(key);
        return Results.Json(GatewayAnswer.Accepted($"TRK-{key:N}"));
    }

    private sealed record CaptureRequest(long AmountMinor, string Currency);

    private sealed record RefundRequest(long AmountMinor);

    private sealed record ShipmentRequest(string Country);
}
