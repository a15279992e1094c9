using System.Runtime.ExceptionServices;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Transports;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration;

/// <summary>
/// A chore that a worker repeats while its bus runs. When the database is away it waits longer each time, up to
/// a few seconds, and says so once.
/// </summary>
internal abstract class Sweep(IBusControl bus, TimeSpan every, TimeProvider time, ILogger logger)
    : BackgroundService
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether no message waits for this chore. It is begun when the worker has been at work for three seconds, for the first
    /// round costs it most, while the messages that waited for a worker need the processors.
    /// </summary>
    protected virtual bool MayBeginLater => false;

    /// <returns>True when there is more to do at once.</returns>
    protected abstract Task<bool> Once(CancellationToken cancellationToken);

    /// <summary>Called once, when the bus runs, before the first round.</summary>
    protected virtual Task Prepare(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Sees to each. One that cannot be seen to keeps no other, and is told when the others are done; without the database or the broker
    /// none can be.
    /// </summary>
    protected static async Task Each<T>(IAsyncEnumerable<T> all, Func<T, Task> see)
    {
        Exception? first = null;
        await foreach (var one in all)
        {
            try
            {
                await see(one);
            }
            catch (Exception failure)
                when (failure
                        is not (OperationCanceledException or DatabaseAwayException or BrokerAwayException)
                )
            {
                first ??= failure;
            }
        }

        if (first is not null)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    /// <inheritdoc cref="Each{T}(IAsyncEnumerable{T}, Func{T, Task})"/>
    protected static Task Each<T>(IEnumerable<T> all, Func<T, Task> see) =>
        Each(all.ToAsyncEnumerable(), see);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await bus.WaitForHealthStatus(BusHealthStatus.Healthy, stoppingToken);
            await Prepare(stoppingToken);
            if (MayBeginLater)
            {
                await Task.Delay(Settled, time, stoppingToken);
            }

            await Repeat(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task Repeat(CancellationToken cancellationToken)
    {
        var failures = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                while (await Once(cancellationToken)) { }

                failures = 0;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                if (failures++ == 0)
                {
                    Log.SweepFailed(logger, failure, GetType().Name);
                }
            }

            await Task.Delay(Wait(failures), time, cancellationToken);
        }
    }

    private TimeSpan Wait(int failures) =>
        failures == 0
            ? every
            : TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, failures)));
}
