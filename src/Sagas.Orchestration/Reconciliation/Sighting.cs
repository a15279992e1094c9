using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Replays;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>A message that was found somewhere.</summary>
/// <param name="Letter">What is known of it, dead or not.</param>
/// <param name="Where">Such as a queue's name.</param>
/// <param name="Place">Where it is dead; null: it is alive.</param>
/// <param name="Target">The queue that consumes it, or would.</param>
internal sealed record Sighting(
    DeadLetterRecord Letter,
    ReadOnlyMemory<byte> Body,
    string Where,
    DeadLetterPlace? Place,
    string Target
)
{
    public Guid Message => Letter.MessageId;

    public Guid? Saga => Letter.SagaId;

    public string Type => Letter.MessageType;

    public PreflightLetter ForPreflight => new(Letter, Body, Target);

    /// <summary>What its body says of it.</summary>
    public static DeadLetterRecord Describe(
        DeadLetterPlace place,
        string queue,
        Guid message,
        ReadOnlyMemory<byte> body
    )
    {
        var envelope = DeadEnvelope.Read(body);
        return new()
        {
            Id = message,
            MessageId = message,
            Queue = queue,
            Place = place,
            GroupId = "",
            MessageType = envelope.Types.Count > 0 ? envelope.Types[0] : "unknown",
            SagaId = envelope.SagaId,
            Exception = "",
            Reason = "",
            At = default,
            LastAt = default,
        };
    }
}
