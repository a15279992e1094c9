using System.Globalization;
using Sagas.Core.Decisions;

namespace Sagas.Core.Definitions;

/// <summary>
/// A plan as a Mermaid state diagram: the stages in their order, the replies that lead from one to the next,
/// and the way back. The states bear the names that <see cref="StateName"/> gives to running sagas.
/// </summary>
public static class MermaidDiagram
{
    /// <returns>The text of a <c>stateDiagram-v2</c>, with a line feed at the end of each line.</returns>
    public static string Of(ISagaPlan plan)
    {
        var stages = plan.Outline.GroupBy(step => step.Stage).Select(stage => stage.ToList()).ToList();
        var falls = stages.SelectMany(Falls).ToList();
        // Whatever falls back to a stage undoes it and all stages before it; later ones are never undone.
        var undone = stages.Take(falls.Select(fall => fall.To + 1).DefaultIfEmpty().Max()).ToList();
        List<string> lines =
        [
            .. stages.Select((stage, index) => State(Stage(index), StateName.Running(Names(stage)))),
            .. undone.Select((stage, index) => State(Back(index), StateName.Undoing(Names(stage)))),
            Arrow("[*]", Stage(0), plan.StartType.Name),
            .. stages.SelectMany((stage, index) => Forward(stage, index, stages.Count)),
            .. falls.Select(fall => Arrow(Stage(fall.From), Back(fall.To), fall.Why)),
            .. undone.SelectMany(Undo),
            Arrow(StateName.Completed, "[*]", plan.CompletedType.Name),
        ];
        if (falls.Count > 0)
        {
            lines.Add(Arrow(StateName.Compensated, "[*]", plan.CompensatedType.Name));
        }

        return string.Concat(lines.Prepend("stateDiagram-v2").Select(line => line + "\n"));
    }

    private static IEnumerable<string> Forward(List<PlannedStep> stage, int index, int count)
    {
        var next = index + 1 < count ? Stage(index + 1) : StateName.Completed;
        yield return Arrow(Stage(index), next, string.Join(" and ", stage.Select(step => step.Done.Name)));
        foreach (var step in stage.Where(step => step is { Undo: null, Patience: not null }))
        {
            yield return Arrow(Stage(index), StateName.NeedsAttention, Late(step.Name, step.Patience!));
        }

        if (stage.Exists(step => step.IsPivot))
        {
            yield return $"    note right of {Stage(index)} : Pivot. Once it is done, the saga only goes forward.";
        }
    }

    /// <summary>What makes a stage turn back, and the last stage that is then undone: itself, or the one before.</summary>
    private static IEnumerable<(int From, int To, string Why)> Falls(List<PlannedStep> stage, int index)
    {
        var refusals = stage.Select(step => step.Refused?.Name).OfType<string>().ToList();
        if (refusals.Count > 0 && stage.Count > 1)
        {
            yield return (index, index, string.Join(" or ", refusals));
        }

        if (refusals.Count == stage.Count)
        {
            yield return (index, index - 1, string.Join(" and ", refusals));
        }

        foreach (var step in stage.Where(step => step is { Undo: not null, Patience: not null }))
        {
            yield return (index, index, Late(step.Name, step.Patience!));
        }
    }

    private static IEnumerable<string> Undo(List<PlannedStep> stage, int index)
    {
        yield return Arrow(
            Back(index),
            Back(index - 1),
            string.Join(" and ", stage.Select(step => step.Undone!.Name))
        );
        foreach (var step in stage.Where(step => step.UndoPatience is not null))
        {
            yield return Arrow(
                Back(index),
                StateName.NeedsAttention,
                Late($"the undo of {step.Name}", step.UndoPatience!)
            );
        }
    }

    private static string Late(string what, Patience patience) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"no answer to {what} within {patience.Deadline.TotalSeconds} s{(patience.Attempts > 1 ? $", {patience.Attempts} times" : "")}"
        );

    private static IEnumerable<string> Names(List<PlannedStep> stage) => stage.Select(step => step.Name);

    private static string State(string id, string name) => $"    state \"{name}\" as {id}";

    private static string Arrow(string from, string to, string why) => $"    {from} --> {to} : {why}";

    private static string Stage(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"stage{index + 1}");

    private static string Back(int index) =>
        index < 0 ? StateName.Compensated : string.Create(CultureInfo.InvariantCulture, $"undo{index + 1}");
}
