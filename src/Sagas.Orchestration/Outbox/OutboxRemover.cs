using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// Removes the rows of sent messages that no transaction has taken along, many at a time. While transactions take some it leaves the rest to
/// them, unless they are too many: a transaction more is one that the others wait for.
/// </summary>
internal sealed class OutboxRemover(
    SentMessages sent,
    IOutboxStore store,
    IOptions<OutboxOptions> options,
    TimeProvider time,
    ILogger<OutboxRemover> logger
) : BackgroundService
{
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>About four times as many as the largest transaction takes along.</summary>
    private const int MostLeftToOthers = 1_000;

    /// <summary>Removes what is left, so that a graceful stop leaves nothing to be sent twice.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await RemoveGathered(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await sent.Wait(stoppingToken);
                var takes = sent.Takes;
                await Task.Delay(GatherFor, time, stoppingToken);
                if (sent.Takes == takes || sent.Count > MostLeftToOthers)
                {
                    await RemoveGathered(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task RemoveGathered(CancellationToken cancellationToken)
    {
        while (sent.Take(options.Value.BatchSize) is { Count: > 0 } rows)
        {
            try
            {
                await store.Remove(rows, cancellationToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.RemoveFailed(logger, failure, rows.Count);
                await Task.Delay(AfterFailure, time, cancellationToken);
            }
        }
    }
}
