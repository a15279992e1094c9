namespace Sagas.Core.Decisions;

/// <summary>What the shell has to do after a decision, in the transaction that stores it.</summary>
public abstract record Effect
{
    private Effect() { }

    /// <param name="Participant">The owner of the command: the name of its queue.</param>
    public sealed record Send(Guid MessageId, string Step, string Participant, object Message) : Effect;

    public sealed record Publish(Guid MessageId, object Message) : Effect;

    /// <param name="Step">Whose timer it is; null: the saga's.</param>
    /// <param name="Participant">Who is waited for; null for the saga's.</param>
    /// <param name="After">From now.</param>
    public sealed record SetTimer(
        TimerKind Kind,
        string? Step,
        string? Participant,
        Guid Token,
        TimeSpan After
    ) : Effect;

    /// <summary>Of a timer that was set before, and is still there.</summary>
    public sealed record ClearTimer(Guid Token) : Effect;
}

public enum TimerKind
{
    StepDeadline,
    SagaDeadline,
    Reminder,
}
