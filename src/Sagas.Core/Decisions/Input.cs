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
}
