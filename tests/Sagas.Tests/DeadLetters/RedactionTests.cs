using System.Text;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Tests.DeadLetters;

internal sealed class RedactionTests
{
    private static readonly IReadOnlySet<string> Sensitive = new DeadLetterOptions
    {
        Redact = { "Email" },
    }.Redacted;

    [TestCase("""{"cardNumber":"4111"}""")]
    [TestCase("""{"message":{"CARDNUMBER":4111}}""")]
    [TestCase("""[{"deep":[{"token":{"a":"4111"}}]}]""")]
    [TestCase("""{"email":"4111"}""")]
    public void What_is_sensitive_is_not_shown_however_deep(string body) =>
        Assert.That(
            Redaction.Of(Encoding.UTF8.GetBytes(body), Sensitive),
            Does.Contain(Redaction.Redacted).And.Not.Contains("4111")
        );

    [Test]
    public void Everything_else_is() =>
        Assert.That(
            Redaction.Of("""{"sku":"85123A"}"""u8.ToArray(), Sensitive),
            Does.Contain("\"sku\": \"85123A\"")
        );

    [TestCase(new byte[] { 0xC3, 0x28 })]
    [TestCase(new byte[] { (byte)'{' })]
    [TestCase(new byte[0])]
    public void What_is_not_JSON_is_not_shown(byte[] body) =>
        Assert.That(Redaction.Of(body, Sensitive), Is.Null);

    [Test]
    public void Headers_that_are_tables_are_redacted_within() =>
        Assert.That(
            Redaction.Of(
                new Dictionary<string, string>
                {
                    ["x-death"] = """[{"token":"1","queue":"q"}]""",
                    ["x"] = "{",
                },
                Sensitive
            ),
            Is.EquivalentTo(
                new Dictionary<string, string>
                {
                    ["x-death"] = $$"""[{"token":"{{Redaction.Redacted}}","queue":"q"}]""",
                    ["x"] = "{",
                }
            )
        );

    [TestCase("""{"\ud800":"x","token":"y"}""")]
    [TestCase("""{"a":"\ud800","token":"y"}""")]
    public void What_is_half_a_character_is_not_shown(string body) =>
        Assert.That(Redaction.Of(System.Text.Encoding.UTF8.GetBytes(body), Sensitive), Is.Null);

    [Test]
    public void Headers_are_redacted_by_name() =>
        Assert.That(
            Redaction.Of(
                new Dictionary<string, string> { ["Authorization"] = "Bearer 1", ["tenant"] = "x" },
                Sensitive
            ),
            Is.EquivalentTo(
                new Dictionary<string, string> { ["Authorization"] = Redaction.Redacted, ["tenant"] = "x" }
            )
        );
}
