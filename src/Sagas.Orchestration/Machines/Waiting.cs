using Sagas.Core.Decisions;

namespace Sagas.Orchestration.Machines;

/// <summary>Since when a saga waits for each of its steps. Asking again does not begin the wait anew.</summary>
internal static class Waiting
{
    /// <returns>How long the answer took; null for what is no answer.</returns>
    public static TimeSpan? Answered<TData>(
        SagaInstance<TData> instance,
        HistoryEntry entry,
        DateTimeOffset now
    )
        where TData : class =>
        entry.Kind is EntryKind.StepDone or EntryKind.StepRefused or EntryKind.StepUndone
        && instance.AskedAt.TryGetValue(entry.Step!, out var asked)
            ? now - asked
            : null;

    /// <remarks>A step that was given up is still waited for: by whom it concerns.</remarks>
    public static void Update<TData>(
        SagaInstance<TData> instance,
        Saga<TData> before,
        Saga<TData> after,
        DateTimeOffset now
    )
        where TData : class
    {
        foreach (var (step, progress) in after.Steps)
        {
            if (!progress.IsOpen)
            {
                instance.AskedAt.Remove(step);
            }
            else if (
                !before.Steps.TryGetValue(step, out var was)
                || IsUndo(was.Status) != IsUndo(progress.Status)
                || !was.IsOpen
            )
            {
                instance.AskedAt[step] = now;
            }
        }
    }

    private static bool IsUndo(StepStatus status) => status is StepStatus.Undoing or StepStatus.UndoStuck;
}
