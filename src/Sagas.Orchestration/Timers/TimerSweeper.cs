using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Outbox;

namespace Sagas.Orchestration.Timers;

/// <summary>
/// Sends the messages of timers that are due. A saga's deadline stays until the saga has decided on it, and is
/// sent again when its lease is over; a scheduled message is removed when it was sent.
/// </summary>
internal sealed class TimerSweeper(
    ITimerStore store,
    StoredMessageSender sender,
    IBusControl bus,
    TimeProvider time,
    ILogger<TimerSweeper> logger,
    DeliveryReceipts? receipts = null
) : Sweep(bus, LookEvery, time, logger)
{
    private const int BatchSize = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    protected override Task Prepare(CancellationToken cancellationToken) =>
        receipts is null ? Task.CompletedTask : store.ReleaseAll(cancellationToken);

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var due = await store.ClaimDue(BatchSize, Lease, cancellationToken);
        await Task.WhenAll(due.Select(timer => Fire(timer, cancellationToken)));
        var sent = due.Where(timer => !timer.IsOwned).Select(timer => timer.Token).ToList();
        if (sent.Count > 0)
        {
            await store.Remove(sent, cancellationToken);
        }

        return due.Count == BatchSize;
    }

    private Task Fire(TimerRecord timer, CancellationToken cancellationToken) =>
        sender.Send(
            timer.Token,
            timer.Destination,
            timer.ContentType,
            timer.Body,
            timer.Metadata,
            cancellationToken
        );
}
