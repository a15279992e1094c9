using Sagas.Orchestration.Outbox;

namespace Sagas.Tests.Orchestration;

public sealed class EnvelopeTests
{
    private static readonly Dictionary<string, object> Anything = new()
    {
        ["text"] = "a \"quoted\" ü",
        ["flag"] = true,
        ["small"] = (short)7,
        ["large"] = long.MaxValue,
        ["half"] = 0.5,
        ["decimal"] = 1.25m,
        ["endless"] = double.NaN,
        ["id"] = new Guid("0197a1f2-4b5c-7d6e-8f90-a1b2c3d4e5f6"),
    };

    [Test]
    public void Headers_are_kept_as_text_numbers_and_booleans()
    {
        var stored = Envelope.Read(Of(Anything).Write()).Headers;

        Assert.That(
            stored,
            Is.EquivalentTo(
                new Dictionary<string, object>
                {
                    ["text"] = "a \"quoted\" ü",
                    ["flag"] = true,
                    ["small"] = 7L,
                    ["large"] = long.MaxValue,
                    ["half"] = 0.5,
                    ["decimal"] = 1.25,
                    ["endless"] = "NaN",
                    ["id"] = "0197a1f2-4b5c-7d6e-8f90-a1b2c3d4e5f6",
                }
            )
        );
    }

    [Test]
    public void Headers_are_the_same_whether_they_were_stored_or_have_just_been_written()
    {
        var known = Of(Anything);

        Assert.That(Envelope.Read(known.Write()).Headers, Is.EquivalentTo(known.Headers));
    }

    [Test]
    public void What_was_stored_by_nobody_of_ours_is_refused()
    {
        var stored = Of([])
            .Write()
            .Replace("\"headers\":{}", "\"headers\":{\"a\":[]}", StringComparison.Ordinal);

        Assert.That(
            () => Envelope.Read(stored),
            Throws.InstanceOf<System.Text.Json.JsonException>().With.Message.Contains("\"a\"")
        );
    }

    private static Envelope Of(Dictionary<string, object> headers) =>
        new(null, null, null, null, null, null, null, [], null, PlainValues.Of(headers), []);
}
