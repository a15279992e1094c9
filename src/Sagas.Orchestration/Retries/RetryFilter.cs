using MassTransit;
using MassTransit.RetryPolicies;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Retries;

/// <summary>
/// Handles a message until it succeeds or its policy is at its end; each attempt is a unit of work of its own.
/// </summary>
/// <remarks>
/// 1. Another transaction was faster: soon again, <see cref="ConflictPauses.Tries"/> times; then it counts as any failure.
/// 2. The database is away: it waits in memory until the database is back. This uses up nothing of the policy.
/// 3. An earlier message of its saga is dead: it waits in the database, and comes again when that one was seen to.
/// 4. Any other failure: again in memory, then later from the timers, as long as the policy goes.
/// 5. The policy is at its end, or the message was replayed, whose plan waits to hear of it: a dead letter, in the endpoint's
/// error queue.
/// 6. The bus stops, or the connection is lost: the message goes back to its queue.
/// </remarks>
internal sealed class RetryFilter<TMessage>(Consumer consumer, RetryServices services)
    : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    /// <summary>Lets an attempt keep the failures that it reports to itself, for another attempt may succeed.</summary>
    private static readonly IRetryPolicy KeepsFailures = Retry.Immediate(1);

    private readonly Redelivery _redelivery = new(consumer, services);
    private readonly WaitingRoom _waiting = new(consumer, services);

    public void Probe(ProbeContext context) =>
        context.CreateFilterScope("retries").Add("consumer", consumer.Id);

    public async Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        try
        {
            await Handle(context, next);
        }
        catch (OperationCanceledException) when (services.Stopping.IsCancellationRequested)
        {
            BusStopping.GiveBack(context.ReceiveContext);
            throw;
        }
    }

    private async Task Handle(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next)
    {
        var (conflicts, outages, immediate) = (0, 0, 0);
        var received = Received.Of(context, services.Time.GetUtcNow());
        while (true)
        {
            var attempt = new RetryConsumeContext<TMessage>(context, KeepsFailures, null);
            Exception failure;
            try
            {
                await next.Send(attempt);
                EndOutage();
                return;
            }
            catch (Exception exception) when (!GoesBack(context, exception))
            {
                failure = exception;
            }

            if (failure is DatabaseAwayException)
            {
                await WaitForDatabase(context, failure, ++outages);
                continue;
            }

            if (failure is ConflictException && conflicts < ConflictPauses.Tries)
            {
                EndOutage();
                await Wait(context, RetryKind.Conflict, ConflictPauses.After(++conflicts));
                continue;
            }

            var isStored = false;
            if (failure is BehindDeadLetterException behind)
            {
                (isStored, failure) = await LetWait(context, behind);
                if (!isStored && failure == behind)
                {
                    continue;
                }
            }

            var tiers = services.Policies.Of(typeof(TMessage)).For(failure);
            if (!isStored && failure is not ConflictException && immediate < tiers.Immediate.Count)
            {
                await Wait(context, RetryKind.Immediate, tiers.Immediate[immediate++]);
                continue;
            }

            if (isStored || await Redeliver(context, received, failure))
            {
                await context.NotifyConsumed(context, context.ReceiveContext.ElapsedTime, consumer.Id);
                return;
            }

            await attempt.NotifyPendingFaults();
            await NotifyFaulted(context, failure);
            throw DeadLetter(context, received, failure);
        }
    }

    private bool GoesBack(ConsumeContext context, Exception failure) =>
        context.CancellationToken.IsCancellationRequested
        || (failure is OperationCanceledException && services.Stopping.IsCancellationRequested);

    /// <returns>False: the policy is at its end.</returns>
    private async Task<bool> Redeliver(ConsumeContext<TMessage> context, Received received, Exception failure)
    {
        var policy = services.Policies.Of(typeof(TMessage));
        var later = policy.For(failure).Later;
        if (received.IsReplayed || received.Redeliveries >= later.Count)
        {
            return false;
        }

        var due = services.Time.GetUtcNow() + later[received.Redeliveries];
        if (due - received.FirstAttemptAt > policy.MaximumAge)
        {
            return false;
        }

        return await DespiteOutages(
            context,
            async () =>
            {
                await _redelivery.Store(context, received, due, failure);
                services.Meter.Retried(consumer.Id, RetryKind.Later);
                return true;
            }
        );
    }

    /// <returns>Whether it waits now. If not, why it is handled again, or fails.</returns>
    private async Task<(bool Waits, Exception Failure)> LetWait(
        ConsumeContext<TMessage> context,
        BehindDeadLetterException behind
    )
    {
        try
        {
            return (await DespiteOutages(context, () => _waiting.Enter(context, behind)), behind);
        }
        catch (TooManyWaitingException full)
        {
            return (false, full);
        }
    }

    /// <summary>
    /// Storing again is safe. What fails otherwise is tried some times more: a message that cannot be put off becomes a dead
    /// letter, and it may be stored all the same.
    /// </summary>
    private async Task<T> DespiteOutages<T>(ConsumeContext context, Func<Task<T>> store)
    {
        var (outages, failures) = (0, 0);
        while (true)
        {
            try
            {
                return await store();
            }
            catch (DatabaseAwayException away)
            {
                await WaitForDatabase(context, away, ++outages);
            }
            catch (Exception failure)
                when (failures < ConflictPauses.Tries
                    && failure
                        is not (TooManyWaitingException or ConflictException or OperationCanceledException)
                )
            {
                await Wait(context, RetryKind.Immediate, ConflictPauses.After(++failures));
            }
        }
    }

    private Task WaitForDatabase(ConsumeContext context, Exception failure, int attempts)
    {
        services.Meter.Retried(consumer.Id, RetryKind.Outage);
        return Cancellable(
            context,
            cancellation => services.Outage.Wait(failure.Message, attempts, cancellation)
        );
    }

    private Task Wait(ConsumeContext context, RetryKind kind, TimeSpan pause)
    {
        services.Meter.Retried(consumer.Id, kind);
        return Cancellable(context, cancellation => Task.Delay(pause, services.Time, cancellation));
    }

    private async Task Cancellable(ConsumeContext context, Func<CancellationToken, Task> wait)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            context.CancellationToken,
            services.Stopping
        );
        await wait(either.Token);
    }

    /// <summary>What failed outside the consumer itself was reported by nobody yet.</summary>
    private Task NotifyFaulted(ConsumeContext<TMessage> context, Exception failure) =>
        context.ReceiveContext.IsFaulted
            ? Task.CompletedTask
            : context.NotifyFaulted(context.ReceiveContext.ElapsedTime, consumer.Id, failure);

    private void EndOutage()
    {
        if (services.Outage.IsOn)
        {
            services.Outage.End();
        }
    }

    /// <summary>A cancellation that nobody asked for is a failure; as it is, it would only go back to its queue.</summary>
    private Exception DeadLetter(ConsumeContext<TMessage> context, Received received, Exception failure)
    {
        services.Meter.DeadLettered(consumer.Id);
        if (Arrival.Of(context, consumer) is { WaitedSince: not null } arrival)
        {
            context.ReceiveContext.GetOrAddPayload(() => new WaitedInVain(arrival.Token));
        }

        if (failure is SagaMissingException missing)
        {
            Log.OrphanQuarantined(services.Logger, received.MessageId, consumer.Id, missing.Message);
        }
        else
        {
            Log.DeadLettered(services.Logger, received.MessageId, consumer.Id, failure.Message);
        }

        return failure is OperationCanceledException
            ? new TimeoutException(failure.Message, failure)
            : Rethrown(failure);
    }

    /// <summary>The stack of where it was thrown first belongs into the error queue.</summary>
    private static Exception Rethrown(Exception failure)
    {
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return failure;
    }
}
