using MassTransit;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Machines;

/// <summary>Lets the core decide, and carries out what it decided, into the transaction behind the outlets.</summary>
internal sealed class SagaShell<TData>(SagaPlan<TData> plan, TimeProvider time)
    where TData : class
{
    /// <returns>What it did to the saga; the instance is what it is after it.</returns>
    /// <exception cref="InvalidStartException">The message is bad.</exception>
    /// <exception cref="KeyConflictException">Its key was used with another payload.</exception>
    public async Task<SagaChange> Apply(Outlets outlets, SagaInstance<TData> instance, Input input)
    {
        var saga = instance.Saga ?? Saga<TData>.NotStarted(instance.CorrelationId);
        var accepted = Decider.Decide(plan, saga, input) switch
        {
            Decision<TData>.Accepted decision => decision,
            Decision<TData>.Rejected { Rejection: Rejection.Conflict } rejected =>
                throw new KeyConflictException(plan.Name, rejected.Reason),
            Decision<TData>.Rejected rejected => throw new InvalidStartException(plan.Name, rejected.Reason),
            var other => throw new InvalidOperationException($"Expected a decision, found {other}."),
        };

        var now = time.GetUtcNow();
        if (saga.Phase == SagaPhase.NotStarted)
        {
            instance.StartedAt = now;
        }

        var duration = Waiting.Answered(instance, accepted.Entry, now);
        Waiting.Update(instance, saga, accepted.Saga, now);
        instance.Saga = accepted.Saga;
        instance.CurrentState = StateName.Of(plan, accepted.Saga);
        foreach (var effect in accepted.Effects)
        {
            await Carry(outlets, instance, effect, now);
        }

        return Describe(accepted, saga, instance) with
        {
            StepDuration = duration,
        };
    }

    private SagaChange Describe(
        Decision<TData>.Accepted decision,
        Saga<TData> before,
        SagaInstance<TData> instance
    )
    {
        var (saga, entry) = (decision.Saga, decision.Entry);
        return new(
            plan.Name,
            entry.Kind.ToString(),
            entry.Step,
            instance.CurrentState,
            entry.Message,
            entry.Detail
        )
        {
            StateBefore = StateName.Of(plan, before),
            BusinessKey = entry.Kind == EntryKind.Started ? plan.Start.Key(entry.Message!) : null,
            Reason = saga.Reason,
            DefinitionVersion = plan.Version,
            HasEnded = saga.HasEnded,
            JustEnded = saga.HasEnded && !before.HasEnded,
            IsStart = entry.Kind == EntryKind.Started,
            IgnoredAs = entry.IgnoredAs?.ToString(),
            NeedsAttention = saga.NeedsAttention && !before.NeedsAttention,
            Owes = CompensationLedger.Owes(saga),
            WaitingSince = instance.AskedAt.Count == 0 ? null : instance.AskedAt.Values.Min(),
        };
    }

    private Task Carry(Outlets outlets, SagaInstance<TData> instance, Effect effect, DateTimeOffset now) =>
        effect switch
        {
            Effect.Send send => Send(
                outlets,
                Address.OfParticipant(send.Participant),
                send.Message,
                Decided(instance, send.MessageId, send.Participant),
                null
            ),
            Effect.Publish publish => Publish(
                outlets,
                publish.Message,
                Decided(instance, publish.MessageId, null)
            ),
            Effect.SetTimer timer => Set(
                outlets,
                OwnedTimer.Row(timer, plan.Name, instance.CorrelationId, now),
                timer.After
            ),
            Effect.ClearTimer clear => Clear(outlets, clear.Token),
            _ => throw new InvalidOperationException($"Expected a known effect, found {effect}."),
        };

    private DecidedMessage Decided(SagaInstance<TData> instance, Guid id, string? participant) =>
        new(SagaMessages.Id(id, instance.StartedAt), plan.Name, instance.CorrelationId, participant);

    private static async Task Send(
        Outlets outlets,
        Uri address,
        object message,
        DecidedMessage decided,
        TimeSpan? delay
    )
    {
        var endpoint = await outlets.Send.GetSendEndpoint(address);
        var pipe = Pipe.Execute<SendContext>(context =>
        {
            Identify(context, decided);
            context.Delay = delay;
        });
        await endpoint.Send(message, message.GetType(), pipe);
    }

    private static Task Publish(Outlets outlets, object message, DecidedMessage decided) =>
        outlets.Publish.Publish(
            message,
            message.GetType(),
            Pipe.Execute<PublishContext>(context => Identify(context, decided))
        );

    private Task Set(Outlets outlets, TimerRecord timer, TimeSpan after)
    {
        if (outlets.Transaction is { } transaction)
        {
            transaction.Add(timer);
            return Task.CompletedTask;
        }

        return Send(
            outlets,
            Address.OfSaga(plan.Name),
            OwnedTimer.Message(timer)!,
            new(timer.Token, plan.Name, timer.SagaId!.Value, timer.Participant),
            after
        );
    }

    private static Task Clear(Outlets outlets, Guid token)
    {
        outlets.Transaction?.RemoveOwnedTimer(token);
        return Task.CompletedTask;
    }

    private static void Identify(SendContext context, DecidedMessage decided)
    {
        context.MessageId = decided.MessageId;
        context.CorrelationId = decided.SagaId;
        context.GetOrAddPayload(() => decided);
    }
}
