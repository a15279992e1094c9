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
            var isLate = entry.Kind == EntryKind.LateDone && entry.Step == step.Name;
            if (was != now || isLate)
            {
                if (CommandOf(step, was, now, isLate) is { } command)
                {
                    var message = command.Create(after.Data!, DerivedId.OfEffect(after.Id, step.Name));
                    effects.Add(new Effect.Send(NextId(), step.Name, step.Participant, message));
                }

                AddTimers(effects, step, after.Id, was, now);
                if (entry.Kind == EntryKind.Reminded)
                {
                    effects.Add(new Effect.Publish(NextId(), step.Reminder!.Create(after.Data!)));
                }
            }
        }

        AddChange(
            effects,
            Timers.SagaDeadline(plan, before),
            Timers.SagaDeadline(plan, after),
            TimerKind.SagaDeadline,
            null,
            null
        );
        if (after.HasEnded && !before.HasEnded)
        {
            effects.Add(new Effect.Publish(NextId(), Outcome(plan, after)));
        }

        return effects;
    }

    /// <summary>A command is sent when it is asked for, and again each time it is asked for again.</summary>
    private static StepCommand<TData>? CommandOf<TData>(
        SagaStep<TData> step,
        StepProgress? was,
        StepProgress? now,
        bool isLate
    )
        where TData : class =>
        isLate ? step.Undo
        : now is not { IsWaitedFor: true } || now.Asked == was?.Asked ? null
        : now.Status == StepStatus.Requested ? step.Do
        : step.Undo;

    private static void AddTimers<TData>(
        List<Effect> effects,
        SagaStep<TData> step,
        Guid saga,
        StepProgress? was,
        StepProgress? now
    )
        where TData : class
    {
        AddChange(
            effects,
            Timers.Deadline(saga, step, was),
            Timers.Deadline(saga, step, now),
            TimerKind.StepDeadline,
            step.Name,
            step.Participant
        );
        AddChange(
            effects,
            Timers.Reminder(saga, step, was),
            Timers.Reminder(saga, step, now),
            TimerKind.Reminder,
            step.Name,
            step.Participant
        );
    }

    /// <summary>A timer that fired is cleared too: it stays until the saga has decided on it.</summary>
    private static void AddChange(
        List<Effect> effects,
        Timers.Timer? was,
        Timers.Timer? now,
        TimerKind kind,
        string? step,
        string? participant
    )
    {
        if (was is not null && was.Token != now?.Token)
        {
            effects.Add(new Effect.ClearTimer(was.Token));
        }

        if (now is not null && now.Token != was?.Token)
        {
            effects.Add(new Effect.SetTimer(kind, step, participant, now.Token, now.After));
        }
    }

    private static object Outcome<TData>(SagaPlan<TData> plan, Saga<TData> saga)
        where TData : class =>
        saga.Phase == SagaPhase.Completed
            ? plan.Completed(saga.Data!)
            : plan.Compensated(saga.Data!, saga.Reason ?? "no reason was given");
}
