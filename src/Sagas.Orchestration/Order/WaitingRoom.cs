using System.Globalization;
using MassTransit;
using Sagas.Orchestration.Retries;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Order;

/// <summary>
/// Stores a message that has to wait behind a dead letter of its saga: as it was received, with its id, as a timer that is due
/// when its time is over, or when it is let go. It is acknowledged after the commit.
/// </summary>
/// <remarks>
/// 1. It comes again before it is acknowledged, or from its sender: recognised by its token.
/// 2. What it waited for is gone meanwhile: it is handled.
/// 3. Too many wait: it is a dead letter itself, so that it does not go before them.
/// </remarks>
internal sealed class WaitingRoom(Consumer consumer, RetryServices services)
{
    /// <summary>What every database can tell apart.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    /// <returns>False: it need not wait.</returns>
    /// <exception cref="TooManyWaitingException">There is no place for it.</exception>
    /// <exception cref="DatabaseAwayException">It may or may not be stored; storing it again is safe.</exception>
    public async Task<bool> Enter<TMessage>(
        ConsumeContext<TMessage> context,
        BehindDeadLetterException behind
    )
        where TMessage : class
    {
        var arrival = Arrival.Of(context, consumer);
        var (waits, isNew) = await ConflictPauses.Retry(
            () => Store(context, arrival, behind),
            services.Time,
            context.CancellationToken
        );
        if (isNew)
        {
            Log.Waits(services.Logger, arrival.MessageId, behind.Saga, behind.SagaId);
            services.Meter.Waited(behind.Saga);
        }

        return waits;
    }

    /// <summary>The same conditions as when it was refused, in a transaction that no release gets in between.</summary>
    private async Task<(bool Waits, bool IsNew)> Store<TMessage>(
        ConsumeContext<TMessage> context,
        Arrival arrival,
        BehindDeadLetterException behind
    )
        where TMessage : class
    {
        await using var transaction = services.Transactions.Begin();
        var saga = await transaction.FindSaga(behind.Saga, behind.SagaId, context.CancellationToken);
        var backlog = await transaction.Backlog(
            behind.Saga,
            behind.SagaId,
            arrival.MessageId,
            arrival.Token,
            context.CancellationToken
        );
        if (saga?.BlockedSince is null || backlog.IsEmpty || backlog.IsDead)
        {
            return (false, false);
        }

        if (await transaction.Find<TimerRecord>(arrival.Token, context.CancellationToken) is not null)
        {
            return (true, false);
        }

        if (backlog.Waiting >= services.Order.MostWaiting)
        {
            throw new TooManyWaitingException(
                behind.Saga,
                behind.SagaId,
                backlog.Waiting,
                backlog.Letter?.Id
            );
        }

        transaction.Add(Timer(context, arrival, behind, After(backlog.LastSince)));
        await transaction.Commit(null, context.CancellationToken);
        return (true, true);
    }

    private DateTimeOffset After(DateTimeOffset? last)
    {
        var now = services.Time.GetUtcNow();
        return last is { } before && before + Tick > now ? before + Tick : now;
    }

    private TimerRecord Timer<TMessage>(
        ConsumeContext<TMessage> context,
        Arrival arrival,
        BehindDeadLetterException behind,
        DateTimeOffset since
    )
        where TMessage : class =>
        new ReceivedTimer(
            arrival.Token,
            TimerPurpose.Waiting,
            since + services.Order.LongestWait,
            new Dictionary<string, object>
            {
                [OrderHeaders.Waited] = since.ToString("O", CultureInfo.InvariantCulture),
            }
        )
        {
            IsOwned = true,
            WaitingSince = since,
            SagaType = behind.Saga,
            SagaId = behind.SagaId,
        }.Of(context, consumer, arrival.MessageId);
}
