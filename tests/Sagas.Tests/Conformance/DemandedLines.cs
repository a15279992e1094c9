using MassTransit;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Timers;

namespace Sagas.Tests.Conformance;

/// <summary>What a decision demands of the shell, as lines; <see cref="CommittedLines"/> says the same of what was committed.</summary>
internal static class DemandedLines
{
    public static List<string> Of<TData>(SagaPlan<TData> plan, Decision<TData>.Accepted decision, Guid cause)
        where TData : class =>
        [
            Entry(plan, decision, cause),
            Row(plan, decision.Saga),
            $"machine in {StateName.Of(plan, decision.Saga)}",
            $"data {SagaJson.Write(decision.Saga)}",
            .. decision.Effects.Select(effect => LineOf(plan, decision.Saga.Id, effect)),
        ];

    /// <summary>What the core says of a message's id: all but its beginning.</summary>
    public static string IdOf(Guid message) => DerivedId.Dated(message, 0).ToString();

    private static string Entry<TData>(SagaPlan<TData> plan, Decision<TData>.Accepted decision, Guid cause)
        where TData : class
    {
        var (entry, state) = (decision.Entry, StateName.Of(plan, decision.Saga));
        return $"entry {entry.Sequence} {entry.Kind} {entry.Step} -> {state}, by {cause}: {entry.Message?.GetType().FullName} "
            + $"{(entry.Message is null ? null : SagaJson.Write(entry.Message))} ({entry.Detail})";
    }

    private static string Row<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class =>
        $"row {plan.Name} {saga.Id} in {StateName.Of(plan, saga)}, version {saga.Sequence}, definition {plan.Version}, "
        + $"reason {saga.Reason}, ended {saga.HasEnded}, owes {CompensationLedger.Owes(saga)}, "
        + $"waits {saga.Steps.Values.Any(step => step.IsOpen)}";

    private static string LineOf<TData>(SagaPlan<TData> plan, Guid saga, Effect effect)
        where TData : class =>
        effect switch
        {
            Effect.Send send =>
                $"send {IdOf(send.MessageId)} to {send.Participant} for {send.Participant}: {Told(send.Message)}",
            Effect.Publish publish =>
                $"send {IdOf(publish.MessageId)} to {MessageUrn.ForTypeString(publish.Message.GetType())} for : {Told(publish.Message)}",
            Effect.ClearTimer clear => $"clear {clear.Token}",
            Effect.SetTimer { Kind: TimerKind.StepDeadline } set => Timer(
                plan,
                set,
                TimerPurpose.StepDeadline,
                set.Step!,
                new StepDeadline(saga, set.Step!, set.Token)
            ),
            Effect.SetTimer { Kind: TimerKind.Reminder } set => Timer(
                plan,
                set,
                TimerPurpose.Reminder,
                set.Step!,
                new StepReminder(saga, set.Step!, set.Token)
            ),
            Effect.SetTimer set => Timer(
                plan,
                set,
                TimerPurpose.SagaDeadline,
                plan.Name,
                new SagaDeadline(saga, set.Token)
            ),
            _ => throw new NotSupportedException($"Unknown effect {effect}."),
        };

    private static string Timer<TData>(
        SagaPlan<TData> plan,
        Effect.SetTimer set,
        TimerPurpose purpose,
        string name,
        object message
    )
        where TData : class =>
        $"set {set.Token} as {purpose} {name} of {set.Participant}, owned True, to {Address.QueueOfSaga(plan.Name)}: {Told(message)}";

    private static string Told(object message) =>
        $"{MessageUrn.ForTypeString(message.GetType())} {SagaJson.Write(message)}";
}
