using Sagas.Orchestration.Admission;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Fuzz.Targets;

/// <summary>What rests in a queue of dead letters, whatever it is, is indexed, and shown without its secrets.</summary>
internal sealed class DeadLetterTarget : ITarget
{
    private static readonly HashSet<string> Sensitive = new(StringComparer.OrdinalIgnoreCase) { "token" };

    public string Name => "dead-letter";

    public int Share => 10;

    public IReadOnlyList<byte[]> Seeds { get; } =
        Sample.Bytes(
            Sample.Envelope("Shop:Paid", """{"token":"hunter-2","price":12,"list":[{"token":{"a":1}}]}"""),
            """[1,{"token":"hunter-2"}]"""
        );

    public IReadOnlyList<byte[]> Words { get; } =
        Sample.Bytes([
            .. Sample.JsonWords,
            "\"token\":\"hunter-2\"",
            "\"TOKEN\":\"hunter-2\"",
            "\"messageType\":[",
        ]);

    public Answer Read(byte[] input)
    {
        var envelope = DeadEnvelope.Read(input);
        foreach (var type in envelope.Types)
        {
            _ = StoredText.Of(type, 256);
        }

        var shown = Redaction.Of(input, Sensitive);
        return shown is null
            ? new(false, $"not shown, {envelope.IsJson}")
            : new(
                true,
                $"{envelope.Types.Count > 0} {envelope.MessageId.HasValue} {envelope.SagaId.HasValue}"
            );
    }
}
