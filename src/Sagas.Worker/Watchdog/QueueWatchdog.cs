using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.Transports;

namespace Sagas.Worker.Watchdog;

/// <summary>
/// Compares what the broker says of this worker's queues with what should be: each is there, and is consumed. A bus that
/// has stopped consuming without a word is restarted, endpoint by endpoint; when that does not help, liveness fails.
/// </summary>
/// <remarks>Registered after the bus, it starts after it and stops before it, so that neither looks like a silent stop.</remarks>
internal sealed partial class QueueWatchdog(
    IBrokerView broker,
    ConsumedQueues queues,
    IEndpoints endpoints,
    IBusControl bus,
    IOptions<WatchdogOptions> options,
    SagasMeter meter,
    TimeProvider time,
    ILogger<QueueWatchdog> logger
) : BackgroundService
{
    private readonly Dictionary<string, QueueWatch> _watches = queues.Endpoints.Keys.ToDictionary(
        name => name,
        _ => new QueueWatch(options.Value.Restarts)
    );

    private long _settledFrom;
    private int _interruptions;

    /// <summary>The queues that restarts did not help, each with the reason.</summary>
    public IReadOnlyList<(string Queue, string Reason)> GivenUp { get; private set; } = [];

    /// <summary>One look at every queue.</summary>
    internal async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var (queue, watch) in _watches)
            {
                var state = await broker.Queue(queue, cancellationToken);
                if (!IsSettled())
                {
                    watch.Forget();
                    continue;
                }

                await Judge(queue, watch, Silence(queue, state), cancellationToken);
            }
        }
        catch (BrokerAwayException)
        {
            Unsettle();
        }

        GivenUp =
        [
            .. _watches
                .Where(pair => pair.Value.GivenUpFor is not null)
                .Select(pair => (pair.Key, pair.Value.GivenUpFor!)),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
            using var timer = new PeriodicTimer(options.Value.Every, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Look(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task Judge(
        string queue,
        QueueWatch watch,
        string? silence,
        CancellationToken cancellationToken
    )
    {
        switch (watch.Look(silence))
        {
            case QueueVerdict.Restart:
                LogRestart(logger, queue, silence!, watch.Restarts, options.Value.Restarts);
                meter.EndpointRestarted(queue);
                if (await endpoints.Restart(queues.Endpoints[queue], cancellationToken) is { } failure)
                {
                    LogRestartFailed(logger, queue, failure);
                }

                break;
            case QueueVerdict.GiveUp:
                LogGivenUp(logger, queue, silence!, options.Value.Restarts);
                break;
            case QueueVerdict.Recovered:
                LogRecovered(logger, queue);
                break;
            default:
                break;
        }
    }

    /// <summary>Another worker may consume the queue while ours has stopped, which the bus itself knows at best.</summary>
    private string? Silence(string queue, QueueState? state) =>
        state switch
        {
            null => "is gone",
            { Consumers: 0 } => "has no consumer",
            _ => endpoints.Trouble(queues.Endpoints[queue]) is { } trouble
                ? $"is not consumed here: {trouble}"
                : null,
        };

    private bool IsSettled()
    {
        if (broker.Interruptions != _interruptions)
        {
            _interruptions = broker.Interruptions;
            Unsettle();
        }

        return _settledFrom == 0 || time.GetTimestamp() >= _settledFrom;
    }

    private void Unsettle()
    {
        foreach (var watch in _watches.Values)
        {
            watch.Forget();
        }

        _settledFrom =
            time.GetTimestamp() + (long)(options.Value.Settle.TotalSeconds * time.TimestampFrequency);
    }

    [LoggerMessage(
        5001,
        LogLevel.Warning,
        "Queue {Queue}, which this worker consumes, {Silence}. Restarting its endpoint, {Count} of {Allowed} times."
    )]
    private static partial void LogRestart(
        ILogger logger,
        string queue,
        string silence,
        int count,
        int allowed
    );

    [LoggerMessage(5002, LogLevel.Warning, "The endpoint of queue {Queue} could not be restarted: {Reason}")]
    private static partial void LogRestartFailed(ILogger logger, string queue, string reason);

    [LoggerMessage(
        5003,
        LogLevel.Error,
        "Queue {Queue} {Silence} after {Restarts} restarts of its endpoint. This worker reports itself dead, to be restarted."
    )]
    private static partial void LogGivenUp(ILogger logger, string queue, string silence, int restarts);

    [LoggerMessage(5004, LogLevel.Information, "Queue {Queue} is consumed again.")]
    private static partial void LogRecovered(ILogger logger, string queue);
}
