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
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    protected override Task Prepare(CancellationToken cancellationToken) =>
        receipts is null ? Task.CompletedTask : store.ReleaseAll(cancellationToken);

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var due = await store.ClaimDue(BatchSize, Lease, cancellationToken);
        var outcomes = await Task.WhenAll(due.Select(timer => Fire(timer, cancellationToken)));
        var sent = due.Zip(outcomes)
            .Where(pair => pair.Second == Outcome.Sent && !pair.First.IsOwned)
            .Select(pair => pair.First.Token)
            .ToList();
        if (sent.Count > 0)
        {
            await store.Remove(sent, cancellationToken);
        }

        return due.Count == BatchSize && outcomes.All(outcome => outcome != Outcome.Failed);
    }

    /// <summary>What fails is sent again when its lease is over; the others are not kept by it.</summary>
    private async Task<Outcome> Fire(TimerRecord timer, CancellationToken cancellationToken)
    {
        try
        {
            var consumed = ConsumedLater(timer);
            await Send(timer, cancellationToken);
            if (consumed.IsCompleted)
            {
                return Outcome.Sent;
            }

            _ = RemoveWhen(consumed, timer.Token);
            return Outcome.OnItsWay;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TimerNotSent(logger, timer.Token, timer.Destination, failure.Message);
            return Outcome.Failed;
        }
    }

    private async Task Send(TimerRecord timer, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(SendTimeout);
        await sender.Send(
            timer.Token,
            timer.Destination,
            timer.ContentType,
            timer.Body,
            timer.Metadata,
            timeout.Token
        );
    }

    /// <summary>Where the transport keeps messages in memory only, the timer is the message until it was consumed.</summary>
    private Task ConsumedLater(TimerRecord timer)
    {
        if (receipts is null || timer.IsOwned)
        {
            return Task.CompletedTask;
        }

        var envelope = Envelope.Read(timer.Metadata);
        return receipts.Await(envelope.MessageId ?? timer.Token, timer.Destination, envelope);
    }

    private async Task RemoveWhen(Task consumed, Guid token)
    {
        await consumed;
        try
        {
            await store.Remove([token], CancellationToken.None);
        }
        catch (Exception failure)
        {
            Log.RemoveFailed(logger, failure, 1);
        }
    }

    private enum Outcome
    {
        Sent,
        OnItsWay,
        Failed,
    }
}
