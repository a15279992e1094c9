using MassTransit;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Machines;

/// <summary>Lets the core decide, and carries out what it decided, in the message's unit of work where there is one.</summary>
internal sealed class SagaShell<TData>(SagaPlan<TData> plan, TimeProvider time)
    where TData : class
{
    /// <exception cref="InvalidStartException">The message is bad.</exception>
    /// <exception cref="KeyConflictException">Its key was used with another payload.</exception>
    public async Task<Saga<TData>> Apply(ConsumeContext context, SagaInstance<TData> instance, Input input)
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

        var change = Describe(accepted, instance);
        instance.Saga = accepted.Saga;
        foreach (var effect in accepted.Effects)
        {
            await Carry(context, instance, effect);
        }

        if (context.TryGetPayload(out SagaChanges? changes))
        {
            changes.Record(instance, change);
        }

        return accepted.Saga;
    }

    private SagaChange Describe(Decision<TData>.Accepted decision, SagaInstance<TData> instance)
    {
        var (saga, entry) = (decision.Saga, decision.Entry);
        var answered =
            entry.Kind is EntryKind.StepDone or EntryKind.StepRefused or EntryKind.StepUndone
            && instance.AskedAt.Remove(entry.Step!, out var asked)
                ? time.GetUtcNow() - asked
                : (TimeSpan?)null;
        return new(
            plan.Name,
            entry.Kind.ToString(),
            entry.Step,
            StateName.Of(plan, saga),
            entry.Message,
            entry.Detail
        )
        {
            BusinessKey = entry.Kind == EntryKind.Started ? plan.Start.Key(entry.Message!) : null,
            Reason = saga.Reason,
            DefinitionVersion = plan.Version,
            HasEnded = saga.HasEnded,
            StepDuration = answered,
            IsStart = entry.Kind == EntryKind.Started,
            IsIgnored = entry.Kind == EntryKind.Ignored,
        };
    }

    private async Task Carry(ConsumeContext context, SagaInstance<TData> instance, Effect effect)
    {
        switch (effect)
        {
            case Effect.Send send:
                instance.AskedAt[send.Step] = time.GetUtcNow();
                await Send(
                    context,
                    Address.OfParticipant(send.Participant),
                    send.Message,
                    new(send.MessageId),
                    null
                );
                break;
            case Effect.Publish publish:
                await context.Publish(
                    publish.Message,
                    publish.Message.GetType(),
                    Pipe.Execute<PublishContext>(send =>
                        Identify(send, instance.CorrelationId, new(publish.MessageId))
                    )
                );
                break;
            case Effect.SetDeadline deadline:
                var owner = new OwnedDeadline(plan.Name, instance.CorrelationId, deadline.Step);
                var message = new StepDeadline(instance.CorrelationId, deadline.Step, deadline.Token);
                await Send(
                    context,
                    context.ReceiveContext.InputAddress,
                    message,
                    new(deadline.Token, owner),
                    deadline.After
                );
                break;
            case Effect.ClearDeadline clear when context.TryGetPayload(out ITransaction? transaction):
                transaction.RemoveOwnedTimer(clear.Token);
                break;
        }

        async Task Send(
            ConsumeContext from,
            Uri address,
            object command,
            DecidedMessage decided,
            TimeSpan? delay
        )
        {
            var endpoint = await from.GetSendEndpoint(address);
            var pipe = Pipe.Execute<SendContext>(send =>
            {
                Identify(send, instance.CorrelationId, decided);
                send.Delay = delay;
            });
            await endpoint.Send(command, command.GetType(), pipe);
        }
    }

    private static void Identify(SendContext context, Guid saga, DecidedMessage decided)
    {
        context.MessageId = decided.MessageId;
        context.CorrelationId = saga;
        context.GetOrAddPayload(() => decided);
    }
}
