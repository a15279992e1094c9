using System.Globalization;
using MassTransit;
using Sagas.Core;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Outbox;
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
    private const int LongestName = 128;

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
        var isNew = await Store(timer, context.CancellationToken);
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

    /// <returns>False: it was stored before.</returns>
    private async Task<bool> Store(TimerRecord timer, CancellationToken cancellationToken)
    {
        for (var conflicts = 1; ; conflicts++)
        {
            try
            {
                await using var transaction = services.Transactions.Begin();
                if (await transaction.Find<TimerRecord>(timer.Token, cancellationToken) is not null)
                {
                    return false;
                }

                transaction.Add(timer);
                await transaction.Commit(null, cancellationToken);
                return true;
            }
            catch (ConflictException) when (conflicts < ConflictPauses.Tries)
            {
                await Task.Delay(ConflictPauses.After(conflicts), services.Time, cancellationToken);
            }
        }
    }

    private TimerRecord Timer<TMessage>(
        ConsumeContext<TMessage> context,
        Received received,
        DateTimeOffset due
    )
        where TMessage : class
    {
        var attempt = received.Redeliveries + 1;
        var headers = new Dictionary<string, object>
        {
            [RetryHeaders.Redeliveries] = attempt,
            [RetryHeaders.FirstAttemptAt] = received.FirstAttemptAt.ToString(
                "O",
                CultureInfo.InvariantCulture
            ),
        };
        var name = typeof(TMessage).Name;
        return new()
        {
            Token = DerivedId.OfRedelivery(received.MessageId, consumer.Id, attempt),
            IsOwned = false,
            Purpose = TimerPurpose.Redelivery,
            Participant = consumer.Saga is null ? consumer.Endpoint : null,
            SagaType = consumer.Saga ?? services.Policies.SagaOf(typeof(TMessage)),
            SagaId = context.CorrelationId,
            Name = name.Length > LongestName ? name[..LongestName] : name,
            DueAt = due,
            Destination = $"exchange:{consumer.Endpoint}",
            ContentType = (
                context.ReceiveContext.ContentType ?? ReceivedEnvelope.DefaultContentType
            ).ToString(),
            Body = context.ReceiveContext.Body.GetString(),
            Metadata = ReceivedEnvelope.Of(context, received.MessageId, headers).Write(),
        };
    }
}
