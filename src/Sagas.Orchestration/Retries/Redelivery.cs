using System.Globalization;
using MassTransit;
using Sagas.Core;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Retries;

/// <summary>
/// Stores a message that failed as a timer, which sends it to the same queue again: as it was received, with its id, so
/// that the inbox still knows it.
/// </summary>
/// <remarks>
/// The message is acknowledged after the commit. A crash between the two brings it back from the broker as well: stored
/// again, the timer is recognised by its token; handled meanwhile, the timer's message is a repetition to the inbox.
/// </remarks>
internal sealed class Redelivery(Consumer consumer, RetryServices services)
{
    /// <exception cref="DatabaseAwayException">It may or may not be stored; storing it again is safe.</exception>
    public async Task Store<TMessage>(
        ConsumeContext<TMessage> context,
        Received received,
        DateTimeOffset due,
        Exception failure
    )
        where TMessage : class
    {
        var timer = Timer(context, received, due);
        var waiting = Arrival.Of(context, consumer) is { WaitedSince: not null } arrival
            ? arrival.Token
            : (Guid?)null;
        var isNew = await ConflictPauses.Retry(
            () => Store(timer, waiting, context.CancellationToken),
            services.Time,
            context.CancellationToken
        );
        Failpoint.Hit("after-redelivery");
        if (isNew)
        {
            Log.Redelivered(
                services.Logger,
                received.MessageId,
                consumer.Id,
                due - services.Time.GetUtcNow(),
                received.Redeliveries + 1,
                failure.Message
            );
        }

        if (failure is Machines.SagaMissingException { Saga: var saga } && received.Redeliveries == 0)
        {
            services.Meter.Orphaned(saga);
        }
    }

    /// <remarks>
    /// A message that waited behind a dead letter keeps its place, so that those behind it still wait: it comes again from
    /// there, when the lease of its place is over.
    /// </remarks>
    /// <returns>False: it was stored before.</returns>
    private async Task<bool> Store(TimerRecord timer, Guid? waiting, CancellationToken cancellationToken)
    {
        await using var transaction = services.Transactions.Begin();
        if (
            waiting is { } token
            && await transaction.Find<TimerRecord>(token, cancellationToken) is { } place
        )
        {
            place.DueAt = services.Time.GetUtcNow();
            place.LeasedUntil = timer.DueAt;
            place.Metadata = timer.Metadata;
        }
        else if (await transaction.Find<TimerRecord>(timer.Token, cancellationToken) is not null)
        {
            return false;
        }
        else
        {
            transaction.Add(timer);
        }

        await transaction.Commit(null, cancellationToken);
        return true;
    }

    private TimerRecord Timer<TMessage>(
        ConsumeContext<TMessage> context,
        Received received,
        DateTimeOffset due
    )
        where TMessage : class
    {
        var attempt = received.Redeliveries + 1;
        return new ReceivedTimer(
            DerivedId.OfRedelivery(received.MessageId, consumer.Id, attempt),
            TimerPurpose.Redelivery,
            due,
            new Dictionary<string, object>
            {
                [RetryHeaders.Redeliveries] = attempt,
                [RetryHeaders.FirstAttemptAt] = received.FirstAttemptAt.ToString(
                    "O",
                    CultureInfo.InvariantCulture
                ),
            }
        )
        {
            Participant = consumer.Saga is null ? consumer.Endpoint : null,
            SagaType = consumer.Saga ?? services.Policies.SagaOf(typeof(TMessage)),
            SagaId = context.CorrelationId,
        }.Of(context, consumer, received.MessageId);
    }
}
