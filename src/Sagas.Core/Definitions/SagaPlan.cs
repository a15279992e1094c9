namespace Sagas.Core.Definitions;

/// <summary>A definition that passed the rules, in the form in which decisions read it.</summary>
public sealed class SagaPlan<TData> : ISagaPlan
    where TData : class
{
    private readonly Dictionary<Type, ReplyContract> _replies;
    private readonly Dictionary<string, SagaStep<TData>> _steps;

    internal SagaPlan(
        string name,
        int version,
        SagaStart<TData> start,
        IReadOnlyList<IReadOnlyList<SagaStep<TData>>> stages,
        SagaOutcome<Func<TData, object>> completed,
        SagaOutcome<Func<TData, string, object>> compensated,
        TimeSpan? deadline,
        bool keepsOrder
    )
    {
        Name = name;
        Version = version;
        Start = start;
        Stages = stages;
        Completed = completed.Create;
        CompletedType = completed.MessageType;
        Compensated = compensated.Create;
        CompensatedType = compensated.MessageType;
        Deadline = deadline;
        KeepsOrder = keepsOrder;
        Steps = [.. stages.SelectMany(stage => stage)];
        _steps = Steps.ToDictionary(step => step.Name, StringComparer.Ordinal);
        ReplyTypes =
        [
            .. Steps.SelectMany(step => step.Replies).Select(reply => reply.MessageType).Distinct(),
        ];
        EventTypes = [.. Announced(start), .. Reminders(Steps), CompletedType, CompensatedType];
        _replies = ReplyTypes.ToDictionary(type => type, type => ReplyContract.Of(type)!);
        Outline = [.. stages.SelectMany((stage, index) => stage.Select(step => InOutline(step, index)))];
    }

    public string Name { get; }

    public int Version { get; }

    public SagaStart<TData> Start { get; }

    /// <summary>In the order in which they run; the steps of one stage run together.</summary>
    public IReadOnlyList<IReadOnlyList<SagaStep<TData>>> Stages { get; }

    public IReadOnlyList<SagaStep<TData>> Steps { get; }

    public Func<TData, object> Completed { get; }

    public Func<TData, string, object> Compensated { get; }

    public Type CompletedType { get; }

    public Type CompensatedType { get; }

    public TimeSpan? Deadline { get; }

    public bool KeepsOrder { get; }

    public Type StartType => Start.MessageType;

    public IReadOnlyList<Type> ReplyTypes { get; }

    public IReadOnlyList<Type> EventTypes { get; }

    public IReadOnlyList<PlannedStep> Outline { get; }

    /// <summary>The contract of a reply type of this plan.</summary>
    public ReplyContract Contract(Type reply) => _replies[reply];

    internal SagaStep<TData> Step(string name) => _steps[name];

    private static IEnumerable<Type> Announced(SagaStart<TData> start) =>
        start.AnnouncementType is { } announced ? [announced] : [];

    private static IEnumerable<Type> Reminders(IReadOnlyList<SagaStep<TData>> steps) =>
        steps.Select(step => step.Reminder?.MessageType).OfType<Type>().Distinct();

    private static PlannedStep InOutline(SagaStep<TData> step, int stage) =>
        new(
            step.Name,
            step.Participant,
            stage,
            step.IsPivot,
            step.Do!.MessageType,
            step.Done!.MessageType,
            step.Refused?.MessageType,
            step.Undo?.MessageType,
            step.Undone?.MessageType,
            step.Patience,
            step.UndoPatience
        )
        {
            Reminder = step.Reminder?.MessageType,
            Retry = step.Retry,
            UndoRetry = step.UndoRetry ?? step.Retry.ForUndo(),
        };
}
