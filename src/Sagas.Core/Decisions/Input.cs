namespace Sagas.Core.Decisions;

/// <summary>Something that happened to a saga and asks for a decision.</summary>
public abstract record Input
{
    private Input() { }

    /// <param name="Fingerprint">Identifies the payload; equal for equal payloads.</param>
    public sealed record Start(object Message, string Fingerprint) : Input;

    public sealed record Reply(object Message) : Input;

    /// <param name="Token">Of the deadline that passed; any but the current one is stale.</param>
    public sealed record Deadline(string Step, Guid Token) : Input;

    /// <summary>The deadline of the whole saga.</summary>
    public sealed record SagaDeadline(Guid Token) : Input;

    /// <summary>It is time to remind those whose answer a step waits for.</summary>
    public sealed record Reminder(string Step, Guid Token) : Input;

    /// <summary>Somebody no longer wants it.</summary>
    public sealed record Cancel(string By, string Reason) : Input;

    /// <summary>Asks again for everything that is waited for, or was given up.</summary>
    public sealed record Resume(string By, string Reason) : Input;

    /// <summary>Somebody saw to a step that was given up.</summary>
    /// <param name="Answer">The reply in the participant's stead; null for an undo, whose answer says nothing.</param>
    public sealed record Settle(string Step, object? Answer, string By, string Reason) : Input;
}
