using System.Text.Json;

namespace Sagas.Checker.Invariants;

internal sealed class DeadLettersAreKept()
    : Invariant(
        "S20",
        "A dead letter keeps its body, its headers and its reason; one that was replayed was consumed.",
        Evidence.Messages
    )
{
    public override IEnumerable<string> NotSeen(Run run) =>
        run.Traces.Any(traces => traces.DeadLetters.Count > 0) ? [] : ["dead letters: the run had none"];

    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var letter in run.Traces.SelectMany(traces => traces.DeadLetters))
        {
            var name = $"{letter.RestsIn} {letter.Id}";
            if (letter.BodyLength is null)
            {
                yield return new(name, "Its body is not kept.");
            }

            if (!IsObject(letter.Headers))
            {
                yield return new(name, "Its headers are not kept.");
            }

            if (letter.Reason.Length == 0 && letter.Exception.Length == 0)
            {
                yield return new(name, "Nobody knows why it died.");
            }

            if (letter.Status == "Replayed" && !run.Consumed.Contains(letter.MessageId))
            {
                yield return new(name, $"It was replayed, and nobody consumed {letter.MessageId}.");
            }
        }
    }

    private static bool IsObject(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "");
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
