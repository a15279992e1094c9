using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>What the shell has to do for a saga to get from one state to the next.</summary>
internal static class Effects
{
    public static IReadOnlyList<Effect> Between<TData>(
        SagaPlan<TData> plan,
        Saga<TData> before,
        HistoryEntry entry,
        Saga<TData> after
    )
        where TData : class
    {
        var effects = new List<Effect>();
        Guid NextId() => DerivedId.OfMessage(after.Id, entry.Sequence, effects.Count);

        if (entry.Kind == EntryKind.Started && plan.Start.Announcement is { } announce)
        {
            effects.Add(new Effect.Publish(NextId(), announce(after.Data!)));
        }

        foreach (var step in plan.Steps)
        {
            var was = before.Steps.GetValueOrDefault(step.Name);
            var now = after.Steps.GetValueOrDefault(step.Name);
            if (was != now)
            {
                ClearDeadline(effects, step, before.Id, was);
                Ask(effects, step, after, now!, NextId);
            }
        }

        if (after.HasEnded && !before.HasEnded)
        {
            effects.Add(new Effect.Publish(NextId(), Outcome(plan, after)));
        }

        return effects;
    }

    /// <summary>A deadline that was waited for is cleared, also when it passed: the timer stays until the saga has decided.</summary>
    private static void ClearDeadline<TData>(
        List<Effect> effects,
        SagaStep<TData> step,
        Guid saga,
        StepProgress? was
    )
        where TData : class
    {
        if (was is { Status: StepStatus.Requested or StepStatus.Undoing } && step.Deadline is not null)
        {
            effects.Add(new Effect.ClearDeadline(DerivedId.OfDeadline(saga, step.Name, was.Asked)));
        }
    }

    private static void Ask<TData>(
        List<Effect> effects,
        SagaStep<TData> step,
        Saga<TData> saga,
        StepProgress now,
        Func<Guid> nextId
    )
        where TData : class
    {
        var command = now.Status switch
        {
            StepStatus.Requested => step.Do,
            StepStatus.Undoing => step.Undo,
            _ => null,
        };
        if (command is null)
        {
            return;
        }

        var key = DerivedId.OfEffect(saga.Id, step.Name);
        effects.Add(new Effect.Send(nextId(), step.Name, step.Participant, command.Create(saga.Data!, key)));
        if (step.Deadline is { } after)
        {
            var token = DerivedId.OfDeadline(saga.Id, step.Name, now.Asked);
            effects.Add(new Effect.SetDeadline(step.Name, token, after));
        }
    }

    private static object Outcome<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class =>
        saga.Phase == SagaPhase.Completed
            ? plan.Completed(saga.Data!)
            : plan.Compensated(saga.Data!, saga.Reason ?? "no reason was given");
}
