using Sagas.Core.Definitions;

namespace Sagas.SystemTests.BadInput.Definitions;

public sealed record Draft(Guid Id);

public sealed record Begin(string Key);

public sealed record Act(Guid SagaId, Guid Key);

public sealed record Acted(Guid SagaId, Guid Key);

public sealed record Declined(Guid SagaId, Guid Key, string Reason);

public sealed record Revert(Guid SagaId, Guid Key);

public sealed record Reverted(Guid SagaId, Guid Key);

public sealed record Mute(string Text);

public sealed record Over(Guid SagaId);

/// <summary>A definition that is written within a case, and broken there.</summary>
internal sealed class Sketch : SagaDefinition<Draft>
{
    public Sketch(
        Action<Sketch> steps,
        string name = "sketch",
        int version = 1,
        bool starts = true,
        bool ends = true
    )
        : base(name, version)
    {
        if (starts)
        {
            StartsWith<Begin>(begin => begin.Key, (_, id) => new Draft(id));
        }

        steps(this);
        if (ends)
        {
            Completes(draft => new Over(draft.Id));
            Compensated((draft, _) => new Over(draft.Id));
        }
    }

    public StepBuilder<Draft> Bare(string name, string participant = "crew") => Step(name, participant);

    public StepBuilder<Draft> Forward(string name, string participant = "crew") =>
        Step(name, participant).Do((draft, key) => new Act(draft.Id, key)).Done<Acted>();

    public StepBuilder<Draft> Good(string name, string participant = "crew") =>
        Back(Forward(name, participant));

    public StepBuilder<Draft> Turn(string name) =>
        Pivot(name, "crew").Do((draft, key) => new Act(draft.Id, key)).Done<Acted>();

    public static StepBuilder<Draft> Back(StepBuilder<Draft> step) =>
        step.Undo((draft, key) => new Revert(draft.Id, key)).Undone<Reverted>();

    public void Together(Action steps) => InParallel(steps);

    public void Ends(TimeSpan within) => EndsWithin(within);
}
