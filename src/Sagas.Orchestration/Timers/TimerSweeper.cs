using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Core.Protocol;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Outbox;

namespace Sagas.Orchestration.Timers;

/// <summary>
/// Sends the messages of timers that are due. A saga's deadline, and a message that waited for its turn, stay until the saga
/// has decided on them, and are sent again until then; a scheduled message is removed when it was sent.
/// </summary>
internal sealed class TimerSweeper(
    ITimerStore store,
    TimerSender sender,
    IBusControl bus,
    TimeProvider time,
    ILogger<TimerSweeper> logger,
    DeliveryReceipts? receipts = null
) : Sweep(bus, LookEvery, time, logger)
{
    private const int BatchSize = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>After so long what a dead worker had claimed is another's.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    /// <summary>
    /// After so long a deadline is sent again. The broker has it safe, and it may just stand behind many other messages: sent sooner it
    /// would be one more of them for each saga, time and again.
    /// </summary>
    private static readonly TimeSpan DeadlineAgain = TimeSpan.FromMinutes(10);

    protected override Task Prepare(CancellationToken cancellationToken) =>
        receipts is null ? Task.CompletedTask : store.ReleaseAll(cancellationToken);

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var due = await store.ClaimDue(BatchSize, Lease, cancellationToken);
        if (due.Count > 0)
        {
            Failpoint.Hit("timer-claimed");
        }

        var outcomes = await Task.WhenAll(due.Select(timer => Fire(timer, cancellationToken)));
        var sent = due.Zip(outcomes)
            .Where(pair => pair.Second == Outcome.Sent)
            .Where(pair =>
                Sending.After(SendStep.Send, succeeded: true, pair.First.IsOwned) == SendStep.Remove
            )
            .Select(pair => pair.First.Token)
            .ToList();
        if (sent.Count > 0)
        {
            await store.Remove(sent, cancellationToken);
            Failpoint.Hit("timer-committed");
        }

        await KeepDeadlines(due.Zip(outcomes), cancellationToken);

        return due.Count == BatchSize && outcomes.All(outcome => outcome != Outcome.Failed);
    }

    /// <summary>A transport that keeps messages in memory only may lose them: there the lease is all that they wait.</summary>
    private async Task KeepDeadlines(
        IEnumerable<(TimerRecord Timer, Outcome Outcome)> fired,
        CancellationToken cancellationToken
    )
    {
        var deadlines = fired
            .Where(one => one.Outcome == Outcome.Sent && OwnedTimer.IsOf(one.Timer))
            .Select(one => one.Timer.Token)
            .ToList();
        if (receipts is null && deadlines.Count > 0)
        {
            await store.DueAgain(deadlines, DeadlineAgain, cancellationToken);
        }
    }

    private async Task<Outcome> Fire(TimerRecord timer, CancellationToken cancellationToken)
    {
        var consumed = ConsumedLater(timer);
        if (!await sender.Send(timer, cancellationToken))
        {
            return Outcome.Failed;
        }

        if (consumed.IsCompleted)
        {
            return Outcome.Sent;
        }

        _ = RemoveWhen(consumed, timer.Token);
        return Outcome.OnItsWay;
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
