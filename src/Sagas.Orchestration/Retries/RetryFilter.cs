using MassTransit;
using MassTransit.RetryPolicies;
using Sagas.Core.Protocol;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Retries;

/// <summary>
/// Handles a message until it succeeds or its policy is at its end; each attempt is a unit of work of its own.
/// </summary>
/// <remarks>
/// What becomes of a failure is said by <see cref="Failures"/>. When the bus stops, or the connection is lost, the message goes
/// back to its queue.
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
        var received = Received.Of(context, services.Time.GetUtcNow());
        var progress = new Progress(new(0, 0, received.Redeliveries, received.IsReplayed));
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

            if (await IsSettled(context, attempt, received, progress, failure))
            {
                return;
            }
        }
    }

    /// <summary>Carries out what <see cref="Failures"/> says of a failure.</summary>
    /// <returns>Whether the message may be acknowledged; false: it is handled again.</returns>
    private async Task<bool> IsSettled(
        ConsumeContext<TMessage> context,
        RetryConsumeContext<TMessage> attempt,
        Received received,
        Progress progress,
        Exception failure
    )
    {
        var policy = services.Policies.Of(typeof(TMessage));
        var tiers = policy.For(failure);
        var tries = progress.Tries;
        var age = services.Time.GetUtcNow() - received.FirstAttemptAt;
        switch (Failures.Answer(KindOf(failure), tries, tiers, age, policy.MaximumAge))
        {
            case FailureAnswer.WaitForDatabase:
                await WaitForDatabase(context, failure, ++progress.Outages);
                return false;
            case FailureAnswer.AfterConflict:
                EndOutage();
                progress.Tries = tries with { Conflicts = tries.Conflicts + 1 };
                await Wait(context, RetryKind.Conflict, ConflictPauses.After(progress.Tries.Conflicts));
                return false;
            case FailureAnswer.Immediately:
                progress.Tries = tries with { Immediate = tries.Immediate + 1 };
                await Wait(context, RetryKind.Immediate, tiers.Immediate[tries.Immediate]);
                return false;
            case FailureAnswer.WaitBehindDeadLetter:
                try
                {
                    var behind = (BehindDeadLetterException)failure;
                    return await DespiteOutages(context, () => _waiting.Enter(context, behind))
                        && await Consumed(context);
                }
                catch (TooManyWaitingException full)
                {
                    return await IsSettled(context, attempt, received, progress, full);
                }

            case FailureAnswer.Later:
                await Redeliver(context, received, tiers.Later[tries.Redeliveries], failure);
                return await Consumed(context);
            default:
                await attempt.NotifyPendingFaults();
                await NotifyFaulted(context, failure);
                throw DeadLetter(context, received, failure);
        }
    }

    private static FailureKind KindOf(Exception failure) =>
        failure switch
        {
            DatabaseAwayException => FailureKind.DatabaseAway,
            ConflictException => FailureKind.Conflict,
            BehindDeadLetterException => FailureKind.BehindDeadLetter,
            _ => FailureKind.Other,
        };

    private async Task<bool> Consumed(ConsumeContext<TMessage> context)
    {
        await context.NotifyConsumed(context, context.ReceiveContext.ElapsedTime, consumer.Id);
        return true;
    }

    private bool GoesBack(ConsumeContext context, Exception failure) =>
        context.CancellationToken.IsCancellationRequested
        || (failure is OperationCanceledException && services.Stopping.IsCancellationRequested);

    private Task<bool> Redeliver(
        ConsumeContext<TMessage> context,
        Received received,
        TimeSpan pause,
        Exception failure
    )
    {
        var due = services.Time.GetUtcNow() + pause;
        return DespiteOutages(
            context,
            async () =>
            {
                await _redelivery.Store(context, received, due, failure);
                services.Meter.Retried(consumer.Id, RetryKind.Later);
                return true;
            }
        );
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
                when (failures < Failures.MostConflicts
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

    private sealed class Progress(Tries tries)
    {
        public Tries Tries { get; set; } = tries;

        public int Outages { get; set; }
    }
}
