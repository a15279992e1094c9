using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Order;

/// <summary>Lets a message reach its saga, or says that it has to wait; one that goes through lets the next one go.</summary>
/// <remarks>
/// The saga's row is locked until the commit, so neither a letter that dies, nor another message that comes to wait, gets in
/// between. What is let go is due only if this message commits.
/// </remarks>
internal sealed class SagaOrder(OrderedSagas sagas, TimeProvider time, ILogger<SagaOrder> logger)
{
    /// <summary>For who commits a message that lets another go, to send that one.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <exception cref="BehindDeadLetterException">It has to wait.</exception>
    public Task Enter(ConsumeContext context, ITransaction transaction, SagaRecord saga) =>
        saga.BlockedSince is null || !context.TryGetPayload(out Arrival? arrival)
            ? Task.CompletedTask
            : Enter(arrival, transaction, saga, context.CancellationToken);

    /// <summary>Lets the first go that waits, if it waits for nothing any more and is not on its way already.</summary>
    /// <param name="keepsOrder">False: it waits for nothing, since its definition changed.</param>
    /// <returns>It, due now; null: there is none.</returns>
    public Timers.TimerRecord? LetGo(SagaRecord? saga, Backlog backlog, bool keepsOrder)
    {
        if (backlog.Next is not { } next)
        {
            if (backlog.Letter is null && saga is not null)
            {
                saga.BlockedSince = null;
            }

            return null;
        }

        var now = time.GetUtcNow();
        if (next.DueAt <= now || (keepsOrder && backlog.Holds(next)))
        {
            return null;
        }

        next.DueAt = now;
        return next;
    }

    private async Task Enter(
        Arrival arrival,
        ITransaction transaction,
        SagaRecord saga,
        CancellationToken cancellationToken
    )
    {
        var backlog = await transaction.Backlog(
            saga.Type,
            saga.Id,
            arrival.MessageId,
            arrival.Token,
            cancellationToken
        );
        var keepsOrder = sagas.Keep(saga);
        if (keepsOrder && !backlog.IsEmpty && !backlog.IsDead && !arrival.Passes)
        {
            throw new BehindDeadLetterException(saga.Type, saga.Id);
        }

        if (arrival is { WaitedSince: { } since, IsReplayed: false } && backlog.Letter is { } other)
        {
            Log.WaitIsOver(logger, arrival.MessageId, saga.Type, saga.Id, since, other.Id);
        }

        // Whoever replays it marks it as such later, and those behind it need not wait for that.
        foreach (var letter in backlog.Own)
        {
            letter.Blocks = false;
        }

        if (LetGo(saga, backlog, keepsOrder) is { } next)
        {
            next.LeasedUntil = next.DueAt + Lease;
            arrival.Released.Add(next);
        }
    }
}
