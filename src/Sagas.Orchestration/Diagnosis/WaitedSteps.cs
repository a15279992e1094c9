using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Orchestration.Diagnosis;

/// <summary>A step that a saga in a state may wait for.</summary>
public sealed record WaitedStep(PlannedStep Step, bool IsUndo)
{
    public Patience? Patience => IsUndo ? Step.UndoPatience : Step.Patience;
}

internal static class WaitedSteps
{
    /// <returns>The steps of the stage that the state names; none for hand-written machines and ended sagas.</returns>
    public static IReadOnlyList<WaitedStep> Of(ISagaPlan? plan, string state) =>
        plan is null
            ? []
            :
            [
                .. plan
                    .Outline.GroupBy(step => step.Stage)
                    .SelectMany(stage =>
                        StateName.Running(stage.Select(step => step.Name)) == state
                            ? stage.Select(step => new WaitedStep(step, IsUndo: false))
                        : StateName.Undoing(stage.Select(step => step.Name)) == state
                            ? stage.Select(step => new WaitedStep(step, IsUndo: true))
                        : []
                    ),
            ];
}
