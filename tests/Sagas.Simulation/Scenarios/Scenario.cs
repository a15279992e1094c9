using Sagas.Core;
using Sagas.Core.Definitions;

namespace Sagas.Simulation.Scenarios;

/// <summary>A definition, and what its simulated participants must know of its messages.</summary>
internal abstract class Scenario<TData>
    where TData : class
{
    /// <summary>The fingerprints of the two payloads with an order's key.</summary>
    public const string AsPlaced = "as placed";
    public const string Otherwise = "otherwise";

    /// <summary>Of a schedule, at most.</summary>
    public const int MostOrders = 3;

    private readonly Lazy<Guid[]> _ids;
    private readonly Lazy<Guid[][]> _keys;

    protected Scenario(string name, SagaPlan<TData> plan)
    {
        (Name, Plan) = (name, plan);
        StageOf = [.. plan.Stages.SelectMany((stage, index) => stage.Select(_ => index))];
        _ids = new(() => [.. Enumerable.Range(0, MostOrders).Select(IdOf)]);
        _keys = new(() => [.. _ids.Value.Select(KeysOf)]);
    }

    public string Name { get; }

    public SagaPlan<TData> Plan { get; }

    public bool MayRefuse(int step) => Plan.Steps[step].Refused is not null;

    /// <summary>The stage of each step.</summary>
    public IReadOnlyList<int> StageOf { get; }

    /// <summary>The saga of an order, the same in every schedule.</summary>
    public Guid SagaId(int order) => _ids.Value[order];

    /// <summary>The key of a step's effect.</summary>
    public Guid KeyOf(int order, int step) => _keys.Value[order][step];

    public int IndexOf(string step)
    {
        for (var index = 0; index < Plan.Steps.Count; index++)
        {
            if (Plan.Steps[index].Name == step)
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

    private Guid IdOf(int order) =>
        DerivedId.OfSaga(Plan.Name, Plan.Start.Key(Start(order, otherwise: false)));

    private Guid[] KeysOf(Guid saga) => [.. Plan.Steps.Select(step => DerivedId.OfEffect(saga, step.Name))];
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
