namespace Sagas.Core.Definitions;

/// <summary>
/// Describes one step: the command that does it, the replies, the command that undoes it, the deadline.
/// The key handed to the factories identifies the effect; commands and replies carry it as <c>Guid Key</c>.
/// </summary>
public sealed class StepBuilder<TData>
    where TData : class
{
    private readonly string _name;
    private readonly string _participant;
    private readonly bool _isPivot;
    private StepCommand<TData>? _do;
    private StepCommand<TData>? _undo;
    private StepReply<TData>? _done;
    private StepReply<TData>? _refused;
    private StepReply<TData>? _undone;
    private Patience? _patience;
    private Patience? _undoPatience;
    private Func<TData, Money>? _amount;
    private StepReminder<TData>? _reminder;
    private RetryPolicy? _retry;
    private RetryPolicy? _undoRetry;

    internal StepBuilder(string name, string participant, bool isPivot)
    {
        _name = name;
        _participant = participant;
        _isPivot = isPivot;
    }

    public StepBuilder<TData> Do<TCommand>(Func<TData, Guid, TCommand> command)
        where TCommand : class
    {
        _do = new StepCommand<TData>(typeof(TCommand), command);
        return this;
    }

    public StepBuilder<TData> Done<TReply>()
        where TReply : class => Done<TReply>((data, _) => data);

    /// <param name="apply">The saga's data after the reply.</param>
    public StepBuilder<TData> Done<TReply>(Func<TData, TReply, TData> apply)
        where TReply : class
    {
        _done = StepReply<TData>.Of(apply, _ => null);
        return this;
    }

    /// <summary>A business refusal: an answer, not a failure. It starts the compensation.</summary>
    public StepBuilder<TData> Refused<TReply>(Func<TReply, string> reason)
        where TReply : class
    {
        _refused = StepReply<TData>.Of<TReply>((data, _) => data, reason);
        return this;
    }

    public StepBuilder<TData> Undo<TCommand>(Func<TData, Guid, TCommand> command)
        where TCommand : class
    {
        _undo = new StepCommand<TData>(typeof(TCommand), command);
        return this;
    }

    public StepBuilder<TData> Undone<TReply>()
        where TReply : class
    {
        _undone = StepReply<TData>.Of<TReply>((data, _) => data, _ => null);
        return this;
    }

    /// <summary>
    /// How long the saga waits for an answer, from <see cref="DefinitionRules.ShortestDeadline"/> to
    /// <see cref="DefinitionRules.LongestDeadline"/>, and how often it asks, from 1 to
    /// <see cref="DefinitionRules.MostAttempts"/>, with the same key. Without it, it asks once and waits as long as it takes.
    /// When no attempt was answered:
    /// 1. A step that can be undone: its outcome is unknown, and the saga compensates, this step included.
    /// 2. A step that cannot be undone: the saga needs attention.
    /// </summary>
    public StepBuilder<TData> Within(TimeSpan deadline, int attempts = Patience.DefaultAttempts)
    {
        _patience = new Patience(deadline, attempts);
        return this;
    }

    /// <summary>
    /// The same for the undo; when no attempt was answered, the saga needs attention. Default: the step's own deadline, and
    /// <see cref="Patience.UndoFactor"/> times <see cref="Patience.DefaultAttempts"/>.
    /// </summary>
    public StepBuilder<TData> UndoWithin(TimeSpan deadline, int attempts)
    {
        _undoPatience = new Patience(deadline, attempts);
        return this;
    }

    /// <summary>What the step's effect is worth, for the compensation ledger.</summary>
    public StepBuilder<TData> Amount(Func<TData, Money> amount)
    {
        _amount = amount;
        return this;
    }

    /// <summary>An event that is published while the step's answer is waited for, first after this time, then again and again.</summary>
    /// <param name="every">The same range as a deadline.</param>
    public StepBuilder<TData> Remind<TEvent>(TimeSpan every, Func<TData, TEvent> reminder)
        where TEvent : class
    {
        _reminder = new StepReminder<TData>(every, typeof(TEvent), reminder);
        return this;
    }

    /// <summary>
    /// What becomes of the step's messages when their consumer throws; a step retries before it compensates. Default:
    /// <see cref="RetryPolicy.Default"/>; for the undo, the step's policy with twice its redeliveries.
    /// </summary>
    public StepBuilder<TData> Retry(Action<RetryBuilder> policy)
    {
        _retry = PolicyOf(policy);
        return this;
    }

    /// <summary>The same for the undo.</summary>
    public StepBuilder<TData> UndoRetry(Action<RetryBuilder> policy)
    {
        _undoRetry = PolicyOf(policy);
        return this;
    }

    internal SagaStep<TData> Build() =>
        new(
            _name,
            _participant,
            _isPivot,
            _do,
            _undo,
            _done,
            _refused,
            _undone,
            _patience,
            _undoPatience ?? UndoDefault()
        )
        {
            Amount = _amount,
            Reminder = _reminder,
            Retry = _retry ?? RetryPolicy.Default,
            UndoRetry = _undoRetry,
        };

    private static RetryPolicy PolicyOf(Action<RetryBuilder> describe)
    {
        var builder = new RetryBuilder();
        describe(builder);
        return builder.Build();
    }

    private Patience? UndoDefault() =>
        _patience is null || _undo is null
            ? null
            : _patience with
            {
                Attempts = Patience.UndoFactor * Patience.DefaultAttempts,
            };
}
