using MassTransit.Serialization;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Tests.Admission;

internal sealed class HeaderSizeTests
{
    [Test]
    public void Names_and_values_are_counted_in_bytes_and_those_of_a_death_apart()
    {
        var headers = new DictionarySendHeaders(
            new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
            {
                ["a"] = "é",
                ["bytes"] = new byte[10],
                ["table"] = new Dictionary<string, object?>
                {
                    ["x"] = new List<object?> { 1L, "yz" },
                },
                ["MT-Fault-Message"] = "1234",
            }
        );
        Assert.That(
            HeaderSize.Of(headers),
            Is.EqualTo(((long)(1 + 2 + 5 + 10 + 5 + 1 + 8 + 2), (long)(16 + 4)))
        );
    }

    [Test]
    public void Tables_without_an_end_are_too_large_and_shown_in_parts()
    {
        object inner = "x";
        for (var depth = 0; depth < 10_000; depth++)
        {
            inner = new Dictionary<string, object?> { ["t"] = inner };
        }

        var headers = new DictionarySendHeaders(new Dictionary<string, object?> { ["x"] = inner });
        Assert.That(HeaderSize.Of(headers).Own, Is.AtLeast(int.MaxValue));
        Assert.That(HeaderText.Of(inner), Has.Length.LessThan(200).And.Contains("…"));
    }
}
