using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// Removes the rows of messages that are safe, many at a time. A row that a crash leaves behind is sent again
/// by the sweeper, and is a repetition to its consumers.
/// </summary>
internal sealed class OutboxRemover(
    IOutboxStore store,
    IOptions<OutboxOptions> options,
    TimeProvider time,
    ILogger<OutboxRemover> logger
) : BackgroundService
{
    private const int LongestQueue = 100_000;
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Channel<Guid> _safe = Channel.CreateBounded<Guid>(LongestQueue);

    public ValueTask Remove(Guid id) => _safe.Writer.WriteAsync(id);

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
                await _safe.Reader.WaitToReadAsync(stoppingToken);
                await Task.Delay(GatherFor, time, stoppingToken);
                await RemoveGathered(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task RemoveGathered(CancellationToken cancellationToken)
    {
        var batch = new List<Guid>(options.Value.BatchSize);
        while (_safe.Reader.TryRead(out var id))
        {
            batch.Add(id);
            if (batch.Count == options.Value.BatchSize)
            {
                await RemoveBatch(batch, cancellationToken);
            }
        }

        await RemoveBatch(batch, cancellationToken);
    }

    private async Task RemoveBatch(List<Guid> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            await store.Remove(batch, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.RemoveFailed(logger, failure, batch.Count);
            await Task.Delay(AfterFailure, time, cancellationToken);
        }

        batch.Clear();
    }
}
