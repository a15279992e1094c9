namespace Sagas.Core.Definitions;

/// <summary>A definition that passed the rules, in the form in which decisions read it.</summary>
public sealed class SagaPlan<TData> : ISagaPlan
    where TData : class
{
    private readonly Dictionary<Type, ReplyContract> _replies;
    private readonly Dictionary<string, int> _stageOfStep;

    internal SagaPlan(
        string name,
        int version,
        SagaStart<TData> start,
        IReadOnlyList<IReadOnlyList<SagaStep<TData>>> stages,
        Func<TData, object> completed,
        Func<TData, string, object> compensated,
        IReadOnlyList<Type> outcomes
    )
    {
        Name = name;
        Version = version;
        Start = start;
        Stages = stages;
        Completed = completed;
        Compensated = compensated;
        Steps = [.. stages.SelectMany(stage => stage)];
        ReplyTypes = [.. Steps.SelectMany(Replies).Select(reply => reply.MessageType).Distinct()];
        EventTypes = start.AnnouncementType is { } announced ? [announced, .. outcomes] : outcomes;
        _replies = ReplyTypes.ToDictionary(type => type, type => ReplyContract.Of(type)!);
        _stageOfStep = stages
            .SelectMany((stage, index) => stage.Select(step => (step.Name, index)))
            .ToDictionary(pair => pair.Name, pair => pair.index);
    }

    public string Name { get; }

    public int Version { get; }

    public SagaStart<TData> Start { get; }

    /// <summary>In the order in which they run; the steps of one stage run together.</summary>
    public IReadOnlyList<IReadOnlyList<SagaStep<TData>>> Stages { get; }

    public IReadOnlyList<SagaStep<TData>> Steps { get; }

    public Func<TData, object> Completed { get; }

    public Func<TData, string, object> Compensated { get; }

    public Type StartType => Start.MessageType;

    public IReadOnlyList<Type> ReplyTypes { get; }

    public IReadOnlyList<Type> EventTypes { get; }

    public IReadOnlyList<PlannedStep> Outline =>
        [
            .. Steps.Select(step => new PlannedStep(
                step.Name,
                step.Participant,
                _stageOfStep[step.Name],
                step.IsPivot,
                step.Do!.MessageType,
                step.Done!.MessageType,
                step.Refused?.MessageType,
                step.Undo?.MessageType,
                step.Undone?.MessageType,
                step.Deadline
            )),
        ];

    /// <summary>The contract of a reply type of this plan.</summary>
    public ReplyContract Contract(Type reply) => _replies[reply];

    internal int StageOf(string step) => _stageOfStep[step];

    internal static IEnumerable<StepReply<TData>> Replies(SagaStep<TData> step) =>
        new[] { step.Done, step.Refused, step.Undone }.OfType<StepReply<TData>>();
}
