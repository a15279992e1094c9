namespace Sagas.Core.Definitions;

/// <summary>
/// What a definition must satisfy before it may run. Each rule says what is wrong and what to change; all
/// faults are told at once.
/// </summary>
public static class DefinitionRules
{
    public static readonly TimeSpan ShortestDeadline = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestDeadline = TimeSpan.FromDays(365);

    /// <summary>Of one command, before it is given up.</summary>
    public const int MostAttempts = 1_000;

    /// <summary>The names of a saga and its steps are part of queue names and rows.</summary>
    public const int LongestName = 64;

    /// <summary>With its endings, such as <c>_skipped</c>, a queue's name must not be longer than AMQP's 255 bytes.</summary>
    public const int LongestQueue = 200;

    internal static IReadOnlyList<string> Check<TData>(
        string name,
        int version,
        SagaStart<TData>? start,
        IReadOnlyList<IReadOnlyList<SagaStep<TData>>> stages,
        SagaOutcome<Func<TData, object>>? completed,
        SagaOutcome<Func<TData, string, object>>? compensated,
        TimeSpan? deadline
    )
        where TData : class
    {
        var steps = stages.SelectMany(stage => stage).ToList();
        return
        [
            .. CheckFrame(name, version, start, stages, completed, compensated),
            .. deadline is null || IsInRange(deadline.Value)
                ? []
                : new[]
                {
                    $"The saga is to end within {deadline}. Give {ShortestDeadline} to {LongestDeadline}.",
                },
            .. CheckNames(steps),
            .. steps.SelectMany(CheckStep),
            .. CheckPivot(stages, steps),
            .. start is null ? [] : CheckStart(start, steps),
            .. CheckTypeNames(start, steps),
        ];
    }

    private static IEnumerable<string> CheckFrame<TData>(
        string name,
        int version,
        SagaStart<TData>? start,
        IReadOnlyList<IReadOnlyList<SagaStep<TData>>> stages,
        SagaOutcome<Func<TData, object>>? completed,
        SagaOutcome<Func<TData, string, object>>? compensated
    )
        where TData : class
    {
        if (!IsReadable(name))
        {
            yield return $"The saga's name is \"{name}\". Give at most {LongestName} lower-case letters, digits "
                + "and hyphens, a letter first, such as \"order\".";
        }

        if (version < 1)
        {
            yield return $"The version is {version}. Count versions from 1.";
        }

        if (start is null)
        {
            yield return "Nothing starts the saga. Call StartsWith<TMessage>(…).";
        }

        if (stages.Count == 0)
        {
            yield return "The saga has no step. Call Step(name, participant).Do(…).Done<TReply>().";
        }

        if (stages.Any(stage => stage.Count == 0))
        {
            yield return "A parallel group has no step. Write its steps inside InParallel, or remove it.";
        }

        if (completed is null)
        {
            yield return "No event says that the saga completed. Call Completes(…).";
        }

        if (compensated is null)
        {
            yield return "No event says that the saga was compensated. Call Compensated(…).";
        }
    }

    private static IEnumerable<string> CheckNames<TData>(IReadOnlyList<SagaStep<TData>> steps)
        where TData : class =>
        steps
            .GroupBy(step => step.Name)
            .Where(group => group.Count() > 1)
            .Select(group =>
                $"Step \"{group.Key}\" is there {group.Count()} times. Give each step its own name."
            )
            .Concat(
                steps
                    .Where(step => !IsReadable(step.Name))
                    .Select(step =>
                        $"Step \"{step.Name}\" has an unreadable name. Give at most {LongestName} lower-case letters, "
                        + "digits and hyphens, a letter first."
                    )
            );

    private static IEnumerable<string> CheckStep<TData>(SagaStep<TData> step)
        where TData : class
    {
        if (string.IsNullOrWhiteSpace(step.Participant))
        {
            yield return $"Step \"{step.Name}\" names no participant. Name the queue that owns its commands.";
        }
        else if (!IsQueue(step.Participant))
        {
            yield return $"Step \"{step.Name}\" names the participant \"{step.Participant}\", which is no name of a queue. "
                + $"Give at most {LongestQueue} letters, digits, hyphens, underlines, points and colons.";
        }

        if (step.Do is null)
        {
            yield return $"Step \"{step.Name}\" does nothing. Add Do(…) with its command.";
        }

        if (step.Done is null)
        {
            yield return $"Step \"{step.Name}\" never ends. Add Done<TReply>() with the reply of success.";
        }

        if (step is { Undo: not null, Undone: null })
        {
            yield return $"Step \"{step.Name}\" has an undo without a reply. Add Undone<TReply>().";
        }

        if (step is { Undo: null, Undone: not null })
        {
            yield return $"Step \"{step.Name}\" has a reply to an undo that is never sent. Add Undo(…).";
        }

        if (step is { Undo: null, UndoPatience: not null })
        {
            yield return $"Step \"{step.Name}\" has a deadline for an undo that is never sent. Add Undo(…), or remove "
                + "UndoWithin.";
        }

        foreach (var problem in CheckTimes(step).Concat(CheckRetries(step)).Distinct())
        {
            yield return problem;
        }

        var replies = step.Replies.Select(reply => reply.MessageType).ToList();
        if (replies.Distinct().Count() < replies.Count)
        {
            yield return $"Step \"{step.Name}\" uses one type for two of its replies. Give each reply its own type.";
        }

        foreach (var reply in replies.Distinct().Where(reply => ReplyContract.Of(reply) is null))
        {
            yield return $"Step \"{step.Name}\" is answered by {reply.Name}, which does not say whom it answers. "
                + "Give it the saga's id as its first Guid, and \"Guid Key\".";
        }
    }

    private static IEnumerable<string> CheckTimes<TData>(SagaStep<TData> step)
        where TData : class
    {
        foreach (var patience in new[] { step.Patience, step.UndoPatience }.OfType<Patience>())
        {
            if (!IsInRange(patience.Deadline))
            {
                yield return $"Step \"{step.Name}\" has a deadline of {patience.Deadline}. Give {ShortestDeadline} to {LongestDeadline}.";
            }

            if (patience.Attempts is < 1 or > MostAttempts)
            {
                yield return $"Step \"{step.Name}\" has {patience.Attempts} attempts. Give 1 to {MostAttempts}.";
            }
        }

        if (step.Reminder is { } reminder && !IsInRange(reminder.Every))
        {
            yield return $"Step \"{step.Name}\" reminds every {reminder.Every}. Give {ShortestDeadline} to {LongestDeadline}.";
        }
    }

    private static IEnumerable<string> CheckRetries<TData>(SagaStep<TData> step)
        where TData : class
    {
        var problems = RetryRules.Check($"Step \"{step.Name}\"", step.Retry);
        if (step.UndoRetry is null)
        {
            return problems;
        }

        return step.Undo is null
            ? problems.Append($"Step \"{step.Name}\" has no undo to retry. Add Undo(…), or remove UndoRetry.")
            : problems.Concat(RetryRules.Check($"The undo of step \"{step.Name}\"", step.UndoRetry));
    }

    private static bool IsInRange(TimeSpan time) => time >= ShortestDeadline && time <= LongestDeadline;

    private static IEnumerable<string> CheckPivot<TData>(
        IReadOnlyList<IReadOnlyList<SagaStep<TData>>> stages,
        IReadOnlyList<SagaStep<TData>> steps
    )
        where TData : class
    {
        var pivots = steps.Where(step => step.IsPivot).ToList();
        if (pivots.Count > 1)
        {
            yield return $"The saga has {pivots.Count} pivots. Keep the first point of no return; make the others steps.";
        }

        foreach (var pivot in pivots.Where(pivot => pivot.IsCompensable))
        {
            yield return $"Pivot \"{pivot.Name}\" has an undo. Remove it, or make it a Step.";
        }

        foreach (var stage in stages.Where(stage => stage.Count > 1 && stage.Any(step => step.IsPivot)))
        {
            yield return $"Pivot \"{stage.First(step => step.IsPivot).Name}\" runs in parallel with other steps. "
                + "Write it outside InParallel.";
        }

        var pivotStage = stages.TakeWhile(stage => !stage.Any(step => step.IsPivot)).Count();
        foreach (
            var step in stages.Take(pivotStage).SelectMany(stage => stage).Where(step => !step.IsCompensable)
        )
        {
            yield return $"Step \"{step.Name}\" comes before the pivot and cannot be undone. Add Undo(…) and "
                + "Undone<TReply>(), or move it behind the pivot.";
        }

        foreach (var step in stages.Skip(pivotStage + 1).SelectMany(stage => stage))
        {
            if (step.IsCompensable)
            {
                yield return $"Step \"{step.Name}\" comes after the pivot and has an undo, which would never be sent. "
                    + "Move it before the pivot, or remove its Undo and Undone.";
            }

            if (step.Refused is not null)
            {
                yield return $"Step \"{step.Name}\" comes after the pivot, where the saga can only go forward, and "
                    + "may be refused. Move it before the pivot, or remove Refused.";
            }
        }
    }

    private static IEnumerable<string> CheckStart<TData>(
        SagaStart<TData> start,
        IReadOnlyList<SagaStep<TData>> steps
    )
        where TData : class =>
        steps
            .Where(step => step.Replies.Any(reply => reply.MessageType == start.MessageType))
            .Select(step =>
                $"{start.MessageType.Name} starts the saga and answers step \"{step.Name}\". Use two message types."
            );

    /// <summary>A message is known by the name of its type, in states, events and what people read.</summary>
    private static IEnumerable<string> CheckTypeNames<TData>(
        SagaStart<TData>? start,
        IReadOnlyList<SagaStep<TData>> steps
    )
        where TData : class =>
        steps
            .SelectMany(step => step.Replies)
            .Select(reply => reply.MessageType)
            .Concat(start is null ? [] : [start.MessageType])
            .Distinct()
            .GroupBy(type => type.Name)
            .Where(group => group.Count() > 1)
            .Select(group => $"Two messages are called {group.Key}. Give one of them another name.");

    private static bool IsQueue(string name) =>
        name.Length <= LongestQueue
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or ':' or '-');

    private static bool IsReadable(string name) =>
        name.Length <= LongestName
        && name is [>= 'a' and <= 'z', ..]
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');
}
