using Sagas.Core.Decisions;

namespace Sagas.Tests.Core;

/// <summary>What holds for every saga at every moment, told from its history and its effects alone.</summary>
internal static class SagaInvariants
{
    public static void Check(SagaPlayer player)
    {
        Assert.That(
            player.History.Select(entry => entry.Sequence),
            Is.EqualTo(Enumerable.Range(1, player.History.Count)),
            "The history has no gaps."
        );
        FoldGivesTheState(player);
        IdsAreUnique(player);
        OnlyOneEndAndNothingAfterIt(player);
        DeadlinesAreThoseWaitedFor(player);
        ForwardInOrder(player);
        BackInOrder(player);
        EndsAddUp(player);
    }

    public static bool Same(Saga<Voyage> one, Saga<Voyage> other) =>
        one.Steps.SequenceEqual(other.Steps) && one with { Steps = other.Steps } == other;

    private static void FoldGivesTheState(SagaPlayer player)
    {
        var folded = player.History.Aggregate(
            Saga<Voyage>.NotStarted(player.Id),
            (saga, entry) => Folder.Fold(player.Plan, saga, entry)
        );
        Assert.That(Same(folded, player.Saga), Is.True, "The stored state is the fold of the history.");
    }

    private static void IdsAreUnique(SagaPlayer player)
    {
        var ids = player.Effects.Select(made =>
            made.Effect switch
            {
                Effect.Send send => send.MessageId,
                Effect.Publish publish => publish.MessageId,
                Effect.SetTimer timer => timer.Token,
                _ => (Guid?)null,
            }
        );
        Assert.That(ids.OfType<Guid>(), Is.Unique, "Each effect has its own id.");
    }

    private static void OnlyOneEndAndNothingAfterIt(SagaPlayer player)
    {
        var ends = player
            .Effects.Where(made => made.Effect is Effect.Publish { Message: VoyageEnded or VoyageUndone })
            .ToList();
        Assert.That(ends, Has.Count.EqualTo(player.Saga.HasEnded ? 1 : 0), "A saga ends once.");
        foreach (var (end, _) in ends)
        {
            Assert.That(
                player.History.FindLast(Changed),
                Is.EqualTo(end),
                "The end is the last thing that happens."
            );
            Assert.That(
                player.Effects.FindLast(made => made.Entry.Kind != EntryKind.LateDone).Entry,
                Is.EqualTo(end),
                "An ended saga does nothing more, but to undo what was done too late."
            );
        }
    }

    private static void DeadlinesAreThoseWaitedFor(SagaPlayer player)
    {
        var open = new HashSet<(Guid Token, string Step)>();
        foreach (var (_, effect) in player.Effects)
        {
            if (effect is Effect.SetTimer set)
            {
                open.Add((set.Token, set.Step!));
            }
            else if (effect is Effect.ClearTimer clear)
            {
                Assert.That(open.RemoveWhere(timer => timer.Token == clear.Token), Is.EqualTo(1));
            }
        }

        var waiting = player
            .Plan.Steps.Where(step => step.Patience is not null)
            .Select(step => step.Name)
            .Where(step =>
                player.Saga.Steps.GetValueOrDefault(step)?.Status
                    is StepStatus.Requested
                        or StepStatus.Undoing
            );
        Assert.That(
            open.Select(timer => timer.Step),
            Is.EquivalentTo(waiting),
            "No deadline leaks, none is lost."
        );
    }

    private static void ForwardInOrder(SagaPlayer player)
    {
        foreach (var (entry, step) in Asked<DoStep>(player, ask => ask.Step))
        {
            var before = player.Plan.Stages.Take(Stage(player, step)).SelectMany(stage => stage);
            Assert.That(
                before.Where(earlier => !Happened(player, earlier.Name, EntryKind.StepDone, entry.Sequence)),
                Is.Empty,
                "A step is asked when all stages before it are done."
            );
        }
    }

    private static void BackInOrder(SagaPlayer player)
    {
        var undone = Asked<UndoStep>(player, ask => ask.Step)
            .Where(ask => ask.Entry.Kind is not (EntryKind.LateDone or EntryKind.Resumed))
            .ToList();
        Assert.That(
            undone.Select(ask => Stage(player, ask.Step)),
            Is.Ordered.Descending,
            "Stages are undone in reverse order."
        );
        foreach (var (entry, step) in undone)
        {
            Assert.That(Happened(player, step, EntryKind.StepRefused, entry.Sequence), Is.False);
            Assert.That(
                Happened(player, step, EntryKind.StepDone, entry.Sequence)
                    || Happened(player, step, EntryKind.DeadlinePassed, entry.Sequence)
                    || player.History.Exists(one => one.Kind == EntryKind.Cancelled),
                Is.True,
                "Only steps that are done, or may be, are undone."
            );
        }

        var pivotDone = player.Plan.Steps.Any(step =>
            step.IsPivot && Happened(player, step.Name, EntryKind.StepDone, long.MaxValue)
        );
        Assert.That(pivotDone && undone.Count > 0, Is.False, "Nothing is undone after the pivot.");
    }

    private static void EndsAddUp(SagaPlayer player)
    {
        var open = player
            .Plan.Steps.Where(step =>
                Happened(player, step.Name, EntryKind.StepDone, long.MaxValue)
                && !Happened(player, step.Name, EntryKind.StepUndone, long.MaxValue)
                && !Happened(player, step.Name, EntryKind.StepSettled, long.MaxValue)
            )
            .ToList();
        if (player.Saga.Phase == SagaPhase.Completed)
        {
            Assert.That(open, Has.Count.EqualTo(player.Plan.Steps.Count), "Completed: every step is done.");
        }
        else if (player.Saga.Phase == SagaPhase.Compensated)
        {
            Assert.That(open, Is.Empty, "Compensated: every step that was done is undone.");
        }
    }

    private static bool Changed(HistoryEntry entry) =>
        entry.Kind is not (EntryKind.Ignored or EntryKind.LateDone);

    private static bool Happened(SagaPlayer player, string step, EntryKind kind, long until) =>
        player.History.Exists(entry => entry.Step == step && entry.Kind == kind && entry.Sequence <= until);

    private static int Stage(SagaPlayer player, string step) =>
        player.Plan.Stages.TakeWhile(stage => stage.All(other => other.Name != step)).Count();

    private static IEnumerable<(HistoryEntry Entry, string Step)> Asked<T>(
        SagaPlayer player,
        Func<T, string> step
    ) =>
        player
            .Effects.Where(made => made.Effect is Effect.Send { Message: T })
            .Select(made => (made.Entry, step((T)((Effect.Send)made.Effect).Message)));
}
