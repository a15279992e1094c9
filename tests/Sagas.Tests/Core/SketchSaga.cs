using Sagas.Core.Definitions;

namespace Sagas.Tests.Core;

/// <summary>A definition written inside a test, so that it can break one rule after another.</summary>
internal sealed class SketchSaga : SagaDefinition<Voyage>
{
    private SketchSaga(string name, int version)
        : base(name, version) { }

    public static SketchSaga Draw(
        Action<SketchSaga> steps,
        string name = "sketch",
        int version = 1,
        bool starts = true,
        bool ends = true
    )
    {
        var saga = new SketchSaga(name, version);
        if (starts)
        {
            saga.StartsWith<SetSail>(sail => sail.Key, (sail, id) => new Voyage(id, sail.Price, ""));
        }

        steps(saga);
        if (ends)
        {
            saga.Completes(voyage => new VoyageEnded(voyage.Id, voyage.Log));
            saga.Compensated((voyage, why) => new VoyageUndone(voyage.Id, why));
        }

        return saga;
    }

    public void Together(Action<SketchSaga> steps) => InParallel(() => steps(this));

    public void Ends(TimeSpan within) => EndsWithin(within);

    public void KeepsNoOrder() => AnyOrder();

    public StepBuilder<Voyage> Bare(string name, string participant = "crew") => Step(name, participant);

    public StepBuilder<Voyage> BarePivot(string name) => Pivot(name, "crew");

    public StepBuilder<Voyage> ForwardStep(string name) => Forward(Bare(name), name);

    public StepBuilder<Voyage> ForwardPivot(string name) => Forward(BarePivot(name), name);

    public StepBuilder<Voyage> Good(string name, string participant = "crew") =>
        Back(Forward(Bare(name, participant), name), name);

    public static StepBuilder<Voyage> Back(StepBuilder<Voyage> step, string name) =>
        step.Undo((voyage, key) => new UndoStep(voyage.Id, key, name)).Undone<StepUndone>();

    private static StepBuilder<Voyage> Forward(StepBuilder<Voyage> step, string name) =>
        step.Do((voyage, key) => new DoStep(voyage.Id, key, name, voyage.Price)).Done<StepDone>();
}
