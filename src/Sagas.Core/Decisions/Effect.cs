namespace Sagas.Core.Decisions;

/// <summary>What the shell has to do after a decision, in the transaction that stores it.</summary>
public abstract record Effect
{
    private Effect() { }

    /// <param name="Participant">The owner of the command: the name of its queue.</param>
    public sealed record Send(Guid MessageId, string Step, string Participant, object Message) : Effect;

    public sealed record Publish(Guid MessageId, object Message) : Effect;

    /// <param name="After">From now.</param>
    public sealed record SetDeadline(string Step, Guid Token, TimeSpan After) : Effect;

    public sealed record ClearDeadline(Guid Token) : Effect;
}
