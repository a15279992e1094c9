using Sagas.Core.Definitions;

namespace Sagas.Simulation.Scenarios;

/// <summary>A definition, and what its simulated participants must know of its messages.</summary>
internal abstract class Scenario<TData>(string name, SagaPlan<TData> plan)
    where TData : class
{
    /// <summary>The fingerprints of the two payloads with an order's key.</summary>
    public const string AsPlaced = "as placed";
    public const string Otherwise = "otherwise";

    public string Name => name;

    public SagaPlan<TData> Plan => plan;

    public bool MayRefuse(int step) => plan.Steps[step].Refused is not null;

    /// <summary>The stage of each step.</summary>
    public IReadOnlyList<int> StageOf { get; } =
    [.. plan.Stages.SelectMany((stage, index) => stage.Select(_ => index))];

    public int IndexOf(string step)
    {
        for (var index = 0; index < plan.Steps.Count; index++)
        {
            if (plan.Steps[index].Name == step)
            {
                return index;
            }
        }

        throw new ArgumentException($"The saga has no step \"{step}\".", nameof(step));
    }

    /// <param name="order">Which order, from 0: its key.</param>
    /// <param name="otherwise">The same key with another payload.</param>
    public abstract object Start(int order, bool otherwise);

    /// <summary>What the client's journal says that a step of an order is worth.</summary>
    public abstract long Worth(int order, int step, bool otherwise);

    public abstract Command Read(object command);

    /// <param name="step">Whose answer it is.</param>
    /// <param name="saga">Whom it is for.</param>
    /// <param name="key">Of the effect.</param>
    public abstract object Answer(Answer answer, int step, Guid saga, Guid key);
}

/// <summary>A command as its participant understands it.</summary>
/// <param name="Worth">What it is to do; 0 for an undo, which undoes what was done.</param>
internal readonly record struct Command(Guid Saga, Guid Key, int Step, bool IsUndo, long Worth);

internal enum Answer
{
    Done,
    Refused,
    Undone,
}
