using System.Diagnostics;
using System.Runtime.ExceptionServices;
using MassTransit;
using MassTransit.DependencyInjection;
using Sagas.Core.Protocol;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Retries;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>
/// One message, one transaction: the consumer runs, everything that it wrote and sent commits together with the
/// inbox, then the messages go out. Retries stand outside, so that each attempt starts from nothing.
/// </summary>
/// <remarks>
/// 1. First delivery: handled, committed, sent.
/// 2. A repetition: handled, and undone by the inbox's key at the commit; whatever it sent is not sent.
/// 3. A repetition that its consumer cannot accept any more: the inbox is asked, and it counts as a repetition.
/// 4. A failure: nothing is left behind, and the exception goes on to the retries.
/// </remarks>
internal sealed class UnitOfWorkFilter<TMessage>(
    IConsumeScopeProvider scopes,
    Consumer consumer,
    UnitOfWorkServices services
) : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public void Probe(ProbeContext context) =>
        context.CreateFilterScope("unitOfWork").Add("consumer", consumer.Id);

    public async Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        var started = Stopwatch.GetTimestamp();
        var key = new InboxKey(MessageIdentity.Of(context), consumer.Id);
        Failpoint.Hit("after-receive", key.MessageId);
        await using var scope = await scopes.GetScope(context);
        var provider = scope.GetService<IServiceProvider>()!;
        var transaction = scope.GetService<ITransaction>()!;
        var work = new UnitOfWorkConsumeContext<TMessage>(
            scope.Context,
            provider,
            transaction,
            key,
            services.Time,
            services.Outbox.Lease,
            services.Held
        );
        work.GetOrAddPayload(() => transaction);
        work.GetOrAddPayload(() => new SagaChanges());
        work.GetOrAddPayload(() => new SagaPresence());
        var arrival = consumer.Saga is null
            ? null
            : work.GetOrAddPayload(() => Arrival.Of(context, consumer));
        if (arrival?.WaitedSince is not null)
        {
            transaction.CancelTimer(arrival.Token);
        }

        using (scope.PushConsumeContext(work))
        {
            using var activity = SagasActivity.UnitOfWork(consumer.Id);
            var isCommitted = await WorkOff(work, next, transaction, key, started);
            activity?.SetTag(SagasActivity.Outcome, isCommitted ? "committed" : "repetition");
            if (isCommitted)
            {
                await SendReleased(arrival);
            }
            else if (arrival?.WaitedSince is not null)
            {
                // What it waited for is done; its place would send it again.
                await services.Timers.Remove([arrival.Token], work.CancellationToken);
            }
        }

        Failpoint.Hit("before-ack");
    }

    /// <summary>Carries the steps out in the order that <see cref="Delivery"/> says. MassTransit acknowledges when this returns.</summary>
    /// <returns>Whether this attempt committed; false: the message is a repetition.</returns>
    private async Task<bool> WorkOff(
        UnitOfWorkConsumeContext<TMessage> work,
        IPipe<ConsumeContext<TMessage>> next,
        ITransaction transaction,
        InboxKey key,
        long started
    )
    {
        var isCommitted = false;
        ExceptionDispatchInfo? failure = null;
        var step = Delivery.First;
        while (step != DeliveryStep.Acknowledge)
        {
            var outcome = StepOutcome.Succeeded;
            try
            {
                switch (step)
                {
                    case DeliveryStep.Handle:
                        await Handle(work, next);
                        break;
                    case DeliveryStep.Commit:
                        await Commit(work, transaction, key);
                        isCommitted = true;
                        break;
                    case DeliveryStep.AskInbox:
                        outcome = await AskInbox(transaction, key, work.CancellationToken);
                        break;
                    case DeliveryStep.Publish:
                        await services.Dispatcher.Dispatch(work.Outgoing);
                        break;
                    default:
                        failure!.Throw();
                        break;
                }
            }
            catch (Exception thrown) when (step != DeliveryStep.Fail)
            {
                var fault = step == DeliveryStep.Handle && transaction.IsOfMemory ? OfMemory(thrown) : thrown;
                failure = ExceptionDispatchInfo.Capture(fault);
                outcome = OutcomeOf(fault);
                if (step == DeliveryStep.Commit && outcome != StepOutcome.Repeated)
                {
                    await NotifyFaulted(work, started, thrown);
                }
            }

            if (outcome == StepOutcome.Repeated)
            {
                await Repeated(work, key, step, started);
            }

            step = Delivery.After(step, outcome);
        }

        return isCommitted;
    }

    /// <summary>It may be that only what was remembered is to blame: the next attempt reads.</summary>
    private static Exception OfMemory(Exception thrown) =>
        OutcomeOf(thrown) == StepOutcome.Failed
            ? new ConflictException(
                "It failed on a saga as it was remembered, and is tried on its row.",
                thrown
            )
            : thrown;

    private static StepOutcome OutcomeOf(Exception thrown) =>
        thrown switch
        {
            AlreadyConsumedException => StepOutcome.Repeated,
            ConflictException or DatabaseAwayException or OperationCanceledException =>
                StepOutcome.Interrupted,
            _ => StepOutcome.Failed,
        };

    /// <summary>Those of which this message was the last to wait for; what fails is the timers' to send, when its lease is over.</summary>
    private async Task SendReleased(Arrival? arrival)
    {
        foreach (var next in arrival?.Released ?? [])
        {
            await services.TimerSender.Send(next, CancellationToken.None);
        }
    }

    private async Task Handle(UnitOfWorkConsumeContext<TMessage> work, IPipe<ConsumeContext<TMessage>> next)
    {
        await next.Send(work);
        await work.ConsumeCompleted;
        RequireSaga(work);
        Failpoint.Hit("after-decide");
    }

    private async Task Commit(UnitOfWorkConsumeContext<TMessage> work, ITransaction transaction, InboxKey key)
    {
        Failpoint.Hit("before-commit");
        await transaction.Commit(key, work.CancellationToken);
        Failpoint.Hit("after-commit");
        var changes = work.GetPayload<SagaChanges>();
        services.Meter.Committed(changes);
        services.Clock.Learn(changes);
    }

    /// <summary>
    /// The connection and its locks go back first: were each of a pool's connections to wait for a second one, all
    /// would stand still.
    /// </summary>
    private async Task<StepOutcome> AskInbox(
        ITransaction transaction,
        InboxKey key,
        CancellationToken cancellationToken
    )
    {
        await transaction.DisposeAsync();
        await using var reading = services.Transactions.Begin();
        return await reading.IsConsumed(key, cancellationToken) ? StepOutcome.Repeated : StepOutcome.Failed;
    }

    /// <summary>MassTransit drops what no instance waits for; here it is told, and may come again.</summary>
    private void RequireSaga(UnitOfWorkConsumeContext<TMessage> work)
    {
        if (consumer.MustFindSaga && !work.GetPayload<SagaPresence>().IsThere)
        {
            throw new SagaMissingException(consumer.Saga!, work.CorrelationId, typeof(TMessage).Name);
        }
    }

    /// <summary>A consumer that failed reported no success; without one MassTransit would take the message for one that nobody wanted.</summary>
    private async Task Repeated(
        UnitOfWorkConsumeContext<TMessage> work,
        InboxKey key,
        DeliveryStep step,
        long started
    )
    {
        services.Meter.Repeated(key.Consumer);
        Log.MessageRepeated(services.Logger, key.MessageId, key.Consumer);
        if (step == DeliveryStep.AskInbox)
        {
            await work.NotifyConsumed(work, Stopwatch.GetElapsedTime(started), consumer.Id);
        }
    }

    /// <summary>A saga reports that it consumed before we commit; a failed commit has to be reported by us.</summary>
    private static async Task NotifyFaulted(
        UnitOfWorkConsumeContext<TMessage> work,
        long started,
        Exception failure
    )
    {
        if (!work.ReceiveContext.IsFaulted)
        {
            await work.NotifyFaulted(
                Stopwatch.GetElapsedTime(started),
                TypeCache<TMessage>.ShortName,
                failure
            );
        }
    }
}
