namespace Sagas.Core.Definitions;

/// <summary>
/// What a saga is: the message that starts it, its steps with their compensations, and the events that end it.
/// Derive from it, and describe the saga in the constructor; <see cref="Plan"/> checks the description.
/// </summary>
/// <remarks>
/// Steps run in the order in which they are written; steps written inside <see cref="InParallel"/> run together.
/// Compensation runs in the reverse order. After the pivot the saga only goes forward.
/// </remarks>
public abstract class SagaDefinition<TData> : ISagaDefinition
    where TData : class
{
    private readonly List<IReadOnlyList<StepBuilder<TData>>> _stages = [];
    private readonly Lazy<SagaPlan<TData>> _plan;
    private List<StepBuilder<TData>>? _group;
    private SagaOutcome<Func<TData, object>>? _completed;
    private SagaOutcome<Func<TData, string, object>>? _compensated;
    private StartBuilder<TData>? _start;
    private TimeSpan? _deadline;
    private bool _keepsOrder = true;

    /// <param name="name">Stable and readable, such as <c>order</c>: part of ids, queue names and rows.</param>
    /// <param name="version">Rises with each change that running instances could notice. From 1.</param>
    protected SagaDefinition(string name, int version)
    {
        Name = name;
        Version = version;
        _plan = new Lazy<SagaPlan<TData>>(Build);
    }

    public string Name { get; }

    public int Version { get; }

    /// <summary>The checked description.</summary>
    /// <exception cref="InvalidDefinitionException">The description has faults; it lists all of them.</exception>
    public SagaPlan<TData> Plan => _plan.Value;

    ISagaPlan ISagaDefinition.Plan => Plan;

    public Type DataType => typeof(TData);

    /// <param name="key">The business idempotency key: the same key is the same saga.</param>
    /// <param name="create">The saga's data, from the message and the saga's id.</param>
    protected StartBuilder<TData, TMessage> StartsWith<TMessage>(
        Func<TMessage, string> key,
        Func<TMessage, Guid, TData> create
    )
        where TMessage : class
    {
        var start = new StartBuilder<TData, TMessage>(key, create);
        _start = start;
        return start;
    }

    /// <param name="name">Unique in the saga, such as <c>payment</c>.</param>
    /// <param name="participant">The participant that owns the step's commands: the name of its queue.</param>
    protected StepBuilder<TData> Step(string name, string participant) =>
        Add(new(name, participant, isPivot: false));

    /// <summary>The point of no return. Once it is done, the saga cannot be compensated, only finished.</summary>
    protected StepBuilder<TData> Pivot(string name, string participant) =>
        Add(new(name, participant, isPivot: true));

    /// <summary>
    /// The steps written in <paramref name="steps"/> run together; the next stage waits for all of them. A
    /// group inside a group adds nothing: its steps run together with the others.
    /// </summary>
    protected void InParallel(Action steps)
    {
        if (_group is null)
        {
            _group = [];
            _stages.Add(_group);
            steps();
            _group = null;
        }
        else
        {
            steps();
        }
    }

    /// <summary>The event that tells the world that every step is done.</summary>
    protected void Completes<TEvent>(Func<TData, TEvent> outcome)
        where TEvent : class
    {
        _completed = new(typeof(TEvent), outcome);
    }

    /// <summary>The event that tells the world that everything done was undone, and why.</summary>
    protected void Compensated<TEvent>(Func<TData, string, TEvent> outcome)
        where TEvent : class
    {
        _compensated = new(typeof(TEvent), outcome);
    }

    /// <summary>
    /// How long the whole saga may take, in the range of a step's deadline. When it has not ended by then:
    /// 1. Before the pivot was asked: it is cancelled, and compensates.
    /// 2. From there on: it only counts as overdue.
    /// </summary>
    protected void EndsWithin(TimeSpan deadline)
    {
        _deadline = deadline;
    }

    /// <summary>
    /// Later messages of a saga are handled although an earlier one is a dead letter. Without it they wait behind it, until it
    /// is replayed or discarded, or their time is over; deadlines and cancelling never wait.
    /// </summary>
    protected void AnyOrder() => _keepsOrder = false;

    private StepBuilder<TData> Add(StepBuilder<TData> step)
    {
        if (_group is null)
        {
            _stages.Add([step]);
        }
        else
        {
            _group.Add(step);
        }

        return step;
    }

    private SagaPlan<TData> Build()
    {
        var stages = _stages.Select(stage => stage.Select(step => step.Build()).ToList()).ToList();
        var start = _start?.Build();
        var problems = DefinitionRules.Check(
            Name,
            Version,
            start,
            stages,
            _completed,
            _compensated,
            _deadline
        );
        return problems.Count > 0
            ? throw new InvalidDefinitionException(GetType().Name, problems)
            : new SagaPlan<TData>(
                Name,
                Version,
                start!,
                stages,
                _completed!,
                _compensated!,
                _deadline,
                _keepsOrder
            );
    }
}
