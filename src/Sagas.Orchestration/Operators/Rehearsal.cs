using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Replays;

namespace Sagas.Orchestration.Operators;

/// <summary>The core decides, as it would in earnest; nothing leaves.</summary>
internal sealed class Rehearsal<TData>(SagaPlan<TData> plan, Saga<TData> saga) : IRehearsal
    where TData : class
{
    private Saga<TData> _saga = saga;

    public Judgement Next(object message)
    {
        if (_saga.Phase == SagaPhase.NotStarted && message.GetType() != plan.StartType)
        {
            return new(ReplayVerdict.SagaGone, $"There is no {plan.Name} {_saga.Id}.");
        }

        return Decider.Decide(plan, _saga, InputOf(message)) switch
        {
            Decision<TData>.Accepted { Entry.IgnoredAs: { } ignored } decision => new(
                ignored is IgnoredAs.Duplicate or IgnoredAs.Late or IgnoredAs.Stale
                    ? ReplayVerdict.Superseded
                    : ReplayVerdict.NotAccepted,
                $"Ignored ({ignored}): {decision.Entry.Detail}"
            ),
            Decision<TData>.Accepted decision => Accept(decision),
            Decision<TData>.Rejected rejected => new(ReplayVerdict.NotAccepted, rejected.Reason),
            var other => throw new InvalidOperationException($"Expected a decision, found {other}."),
        };
    }

    private Judgement Accept(Decision<TData>.Accepted decision)
    {
        var before = StateName.Of(plan, _saga);
        _saga = decision.Saga;
        var effects = decision.Effects.Select(TextOf).OfType<string>();
        return new(
            ReplayVerdict.Accepted,
            string.Join("; ", effects.Prepend($"{before} -> {StateName.Of(plan, _saga)}"))
        );
    }

    private Input InputOf(object message) =>
        message switch
        {
            StepDeadline deadline => new Input.Deadline(deadline.Step, deadline.Token),
            SagaDeadline deadline => new Input.SagaDeadline(deadline.Token),
            StepReminder reminder => new Input.Reminder(reminder.Step, reminder.Token),
            CancelSaga cancel => new Input.Cancel(cancel.By, cancel.Reason),
            _ when message.GetType() == plan.StartType => new Input.Start(message, Fingerprint.Of(message)),
            _ => new Input.Reply(message),
        };

    private static string? TextOf(Effect effect) =>
        effect switch
        {
            Effect.Send send => $"sends {send.Message.GetType().Name} to {send.Participant}",
            Effect.Publish publish => $"publishes {publish.Message.GetType().Name}",
            _ => null,
        };
}
