namespace Sagas.Core.Definitions;

/// <summary>One step, as the plan knows it. Do and Done are there in every plan that passed the rules.</summary>
public sealed record SagaStep<TData>(
    string Name,
    string Participant,
    bool IsPivot,
    StepCommand<TData>? Do,
    StepCommand<TData>? Undo,
    StepReply<TData>? Done,
    StepReply<TData>? Refused,
    StepReply<TData>? Undone,
    Patience? Patience,
    Patience? UndoPatience
)
    where TData : class
{
    public bool IsCompensable => Undo is not null;

    internal IEnumerable<StepReply<TData>> Replies =>
        new[] { Done, Refused, Undone }.OfType<StepReply<TData>>();

    /// <summary>What the step's effect is worth; null: nothing that could be summed.</summary>
    public Func<TData, Money>? Amount { get; init; }

    public StepReminder<TData>? Reminder { get; init; }

    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>Null: what follows from <see cref="Retry"/>.</summary>
    public RetryPolicy? UndoRetry { get; init; }

    /// <returns>Null: the step has no reply of this type.</returns>
    internal StepReply<TData>? Reply(Type type) =>
        Done!.MessageType == type ? Done
        : Refused?.MessageType == type ? Refused
        : Undone?.MessageType == type ? Undone
        : null;
}

/// <summary>An event that is published again and again while a step is waited for.</summary>
public sealed record StepReminder<TData>(TimeSpan Every, Type MessageType, Func<TData, object> Create)
    where TData : class;

/// <summary>A command of a step, made from the saga's data and the key of the effect.</summary>
public sealed record StepCommand<TData>(Type MessageType, Func<TData, Guid, object> Create)
    where TData : class;

/// <summary>A reply to a step.</summary>
/// <param name="MessageType">The event that the participant publishes.</param>
/// <param name="Apply">The saga's data after it.</param>
/// <param name="Reason">Why the participant refused; null for other replies.</param>
public sealed record StepReply<TData>(
    Type MessageType,
    Func<TData, object, TData> Apply,
    Func<object, string?> Reason
)
    where TData : class
{
    /// <summary>Why the participant refused, when the message is this reply; null for any other message.</summary>
    internal string? ReasonOf(object message) => message.GetType() == MessageType ? Reason(message) : null;

    internal static StepReply<TData> Of<TReply>(
        Func<TData, TReply, TData> apply,
        Func<TReply, string?> reason
    )
        where TReply : class =>
        new(typeof(TReply), (data, reply) => apply(data, (TReply)reply), reply => reason((TReply)reply));
}
