using System.Runtime.CompilerServices;
using Sagas.Core.Decisions;
using Sagas.Simulation.Model;
using Sagas.Simulation.Scenarios;

namespace Sagas.Simulation.Invariants;

/// <summary>
/// Looks at every commit as it happens. It believes neither the core nor the store: what a step was asked for, answered and
/// undone is noted here from the entries, the effects and the ledger alone.
/// </summary>
internal sealed class Watch<TData>(Scenario<TData> scenario, int orders, Clock clock)
    where TData : class
{
    private readonly StepFacts[][] _facts =
    [
        .. Enumerable
            .Range(0, orders)
            .Select(_ => scenario.Plan.Steps.Select(_ => new StepFacts()).ToArray()),
    ];

    private readonly HashSet<(int Order, Guid Cause)> _causes = [];
    private readonly HashSet<Guid> _decided = [];
    private readonly List<LedgerRow> _effects = [];
    private readonly bool[] _isOtherwise = new bool[orders];
    private readonly int[] _ends = new int[orders];

    /// <summary>Every message that a saga decided to send.</summary>
    public IReadOnlyCollection<Guid> Decided => _decided;

    /// <summary>Which of the payloads with the order's key was accepted.</summary>
    public bool IsOtherwise(int order) => _isOtherwise[order];

    public int Ends(int order) => _ends[order];

    /// <summary>All that is noted of the steps, as one number.</summary>
    public long Facts =>
        _facts
            .SelectMany(steps => steps)
            .Aggregate(
                0L,
                (all, one) =>
                    (all * 31)
                    + (one.WasAsked ? 1 : 0)
                    + (one.IsDone ? 2 : 0)
                    + (one.IsRefused ? 4 : 0)
                    + (one.UndoWasAsked ? 8 : 0)
                    + (one.IsUndone ? 16 : 0)
                    + one.Deadline.GetHashCode()
            );

    /// <summary>What the client's journal says of the payload that was accepted.</summary>
    public long WorthOf(int order, int step) => scenario.Worth(order, step, _isOtherwise[order]);

    public void SagaCommitted(
        int order,
        SagaRow<TData> row,
        Saga<TData> before,
        Decision<TData>.Accepted decision,
        Message message
    )
    {
        var entry = decision.Entry;
        Must(
            row.Version == row.History.Count && entry.Sequence == row.Version,
            "S5",
            order,
            $"entry {entry.Sequence} is number {row.History.Count} of version {row.Version}"
        );
        Must(_causes.Add((order, message.Id)), "S6", order, $"{message} was applied twice");
        Must(
            !before.HasEnded || before.Phase == row.Saga.Phase,
            "S3",
            order,
            $"it left {before.Phase} by {entry.Kind}"
        );
        Note(order, entry, message);
        foreach (var effect in decision.Effects)
        {
            Note(order, entry, effect, row.Saga.Id, row.Saga.Phase);
        }
    }

    /// <summary>Of the ledger: something is about to be done, refused, undone or forbidden.</summary>
    public void Effected(LedgerRow row, Effected next, long worth)
    {
        switch (next)
        {
            case Model.Effected.Done:
                Must(
                    row.State == Model.Effected.Nothing,
                    "S12",
                    row.Order,
                    $"{Name(row)} was done when it was {row.State}"
                );
                Must(++row.Done == 1, "S8", row.Order, $"{Name(row)} was done twice");
                Must(
                    worth == WorthOf(row.Order, row.Step),
                    "S15",
                    row.Order,
                    $"{Name(row)} was done for {worth}"
                );
                row.Worth = worth;
                _effects.Add(row);
                break;
            case Model.Effected.Undone:
                Must(
                    row.Done == 1 && ++row.Undone == 1,
                    "S8",
                    row.Order,
                    $"{Name(row)} was undone twice, or not done"
                );
                foreach (var later in _effects)
                {
                    Must(
                        later.Order != row.Order
                            || scenario.StageOf[later.Step] <= scenario.StageOf[row.Step]
                            || later.Done == later.Undone,
                        "S11",
                        row.Order,
                        $"{Name(row)} was undone before {Name(later)}"
                    );
                }

                break;
        }
    }

    private void Note(int order, HistoryEntry entry, Message message)
    {
        var facts = entry.Step is null ? null : _facts[order][scenario.IndexOf(entry.Step)];
        switch (entry.Kind)
        {
            case EntryKind.Started:
                Must(entry.Sequence == 1, "S2", order, "it was started again");
                _isOtherwise[order] = entry.Detail == Scenario<TData>.Otherwise;
                break;
            case EntryKind.DeadlinePassed:
                var token = ((Input.Deadline)message.Body).Token;
                Must(
                    facts!.Deadline == token,
                    "S16",
                    order,
                    $"a deadline of {entry.Step} passed that is not the current one"
                );
                Must(
                    clock.Now >= facts.DeadlineDue,
                    "S16",
                    order,
                    $"the deadline of {entry.Step} passed too early"
                );
                facts.Deadline = Guid.Empty;
                break;
            case EntryKind.StepDone:
                facts!.IsDone = true;
                facts.Deadline = Guid.Empty;
                break;
            case EntryKind.StepRefused:
                Must(!facts!.IsDone, "S9", order, $"{entry.Step} was done, and then refused");
                facts.IsRefused = true;
                facts.Deadline = Guid.Empty;
                break;
            case EntryKind.StepUndone:
            case EntryKind.StepSettled:
                facts!.IsUndone = true;
                facts.Deadline = Guid.Empty;
                break;
        }
    }

    private void Note(int order, HistoryEntry entry, Effect effect, Guid saga, SagaPhase phase)
    {
        switch (effect)
        {
            case Effect.Send send:
                Must(_decided.Add(send.MessageId), "S7", order, "two effects have one message id");
                var command = scenario.Read(send.Message);
                Must(
                    command.Saga == saga && command.Key == scenario.KeyOf(order, command.Step),
                    "S18",
                    order,
                    $"it commands {send.Message.GetType().Name} of somebody else"
                );
                Asked(order, entry, command);
                break;
            case Effect.Publish publish:
                Must(_decided.Add(publish.MessageId), "S7", order, "two effects have one message id");
                var type = publish.Message.GetType();
                if (type == scenario.Plan.CompletedType || type == scenario.Plan.CompensatedType)
                {
                    Must(++_ends[order] == 1, "S3", order, "it ended twice");
                    Must(
                        (type == scenario.Plan.CompletedType) == (phase == SagaPhase.Completed),
                        "S3",
                        order,
                        $"it is {phase}, and publishes {type.Name}"
                    );
                }

                break;
            case Effect.SetTimer { Kind: TimerKind.StepDeadline } timer:
                var facts = _facts[order][scenario.IndexOf(timer.Step!)];
                facts.Deadline = timer.Token;
                facts.DeadlineDue = clock.Now + (long)timer.After.TotalMilliseconds;
                break;
        }
    }

    private void Asked(int order, HistoryEntry entry, Command command)
    {
        var facts = _facts[order][command.Step];
        var stage = scenario.StageOf[command.Step];
        var name = scenario.Plan.Steps[command.Step].Name;
        if (!command.IsUndo)
        {
            Must(
                command.Worth == WorthOf(order, command.Step),
                "S15",
                order,
                $"{name} is asked for {command.Worth}"
            );
            Must(!facts.UndoWasAsked, "S12", order, $"{name} is asked for after its undo");
            Must(
                All(order, (other, of) => scenario.StageOf[other] >= stage || of.IsDone),
                "S11",
                order,
                $"{name} is asked for before the stages before it are done"
            );
            facts.WasAsked = true;
            return;
        }

        Must(
            facts.WasAsked && !facts.IsRefused,
            "S10",
            order,
            $"{name} is undone, and was refused or never asked for"
        );
        Must(
            All(order, (other, of) => !scenario.Plan.Steps[other].IsPivot || !of.IsDone),
            "S17",
            order,
            $"{name} is undone after the pivot"
        );
        Must(
            entry.Kind is EntryKind.LateDone
                || All(order, (other, of) => scenario.StageOf[other] <= stage || !of.MayBeDone),
            "S11",
            order,
            $"{name} is undone before what came after it"
        );
        facts.UndoWasAsked = true;
    }

    /// <summary>Whether it holds for every step of an order.</summary>
    private bool All(int order, Func<int, StepFacts, bool> holds)
    {
        for (var step = 0; step < _facts[order].Length; step++)
        {
            if (!holds(step, _facts[order][step]))
            {
                return false;
            }
        }

        return true;
    }

    private string Name(LedgerRow row) => scenario.Plan.Steps[row.Step].Name;

    private static void Must(
        bool holds,
        string invariant,
        int order,
        [InterpolatedStringHandlerArgument(nameof(holds))] Broken what
    )
    {
        if (!holds)
        {
            throw new ViolationException(invariant, $"order {order}: {what.Text}");
        }
    }
}
