using Sagas.Orchestration.DeadLetters;

namespace Sagas.Tests.DeadLetters;

internal sealed class HeaderTextTests
{
    [Test]
    public void Tables_and_lists_are_JSON()
    {
        var death = new Dictionary<string, object?>
        {
            ["count"] = 1L,
            ["reason"] = "delivery_limit"u8.ToArray(),
            ["routing-keys"] = new List<object?> { "payments"u8.ToArray(), null },
            ["time"] = DateTimeOffset.UnixEpoch,
            ["is<so>"] = true,
        };
        Assert.That(
            HeaderText.Of(new List<object?> { death }),
            Is.EqualTo(
                """[{"count":1,"reason":"delivery_limit","routing-keys":["payments",null],"time":"1970-01-01T00:00:00.0000000+00:00","is<so>":true}]"""
            )
        );
    }

    [Test]
    public void Everything_else_is_as_it_is()
    {
        Assert.That(HeaderText.Of("{not json"), Is.EqualTo("{not json"));
        Assert.That(HeaderText.Of("text"u8.ToArray()), Is.EqualTo("text"));
        Assert.That(HeaderText.Of(2.5), Is.EqualTo("2.5"));
        Assert.That(HeaderText.Of(null), Is.Empty);
    }
}
