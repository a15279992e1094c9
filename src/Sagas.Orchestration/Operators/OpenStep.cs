using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Orchestration.Operators;

/// <summary>A step that a saga waits for, or that was given up.</summary>
/// <param name="Since">Of the first attempt.</param>
internal sealed record OpenStep(PlannedStep Step, StepProgress Progress, DateTimeOffset? Since)
{
    public bool IsUndo => Progress.Status is StepStatus.Undoing or StepStatus.UndoStuck;
}
