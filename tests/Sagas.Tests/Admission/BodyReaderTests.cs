using System.Text;
using Sagas.Orchestration.Admission;

namespace Sagas.Tests.Admission;

internal sealed class BodyReaderTests
{
    private const int Most = 1_000;

    [TestCase("{}")]
    [TestCase("""{"a":[1,{"b":"\u00e9\ud83d\ude00"}],"c":null}""")]
    [TestCase("""{"A":1,"a":2}""")]
    public void Good_bodies_are_read(string body) => Assert.That(() => Read(body), Throws.Nothing);

    [TestCase("", MessageFault.Json, "The body is empty")]
    [TestCase("{,}", MessageFault.Json, "The body is no JSON")]
    [TestCase("{}//", MessageFault.Json, "The body is no JSON")]
    [TestCase("\uFEFF{}", MessageFault.Encoding, "byte order mark")]
    [TestCase("""{"a":"\u0000"}""", MessageFault.Encoding, "a zero character")]
    [TestCase("""{"\ud800":1}""", MessageFault.Encoding, "half of a surrogate pair")]
    [TestCase("""{"a":1,"a":1}""", MessageFault.Duplicate, "Expected each member once")]
    [TestCase("""{"a":1,"\u0061":1}""", MessageFault.Duplicate, "Expected each member once")]
    public void Bad_ones_are_refused_with_their_fault(string body, MessageFault fault, string says) =>
        Assert.That(
            () => Read(body),
            Throws
                .TypeOf<RefusedMessageException>()
                .With.Property(nameof(RefusedMessageException.Fault))
                .EqualTo(fault)
                .And.Message.Contains(says)
        );

    [TestCase(32, true)]
    [TestCase(33, false)]
    [TestCase(450, false)]
    public void Bodies_are_nested_at_most_so_deep(int depth, bool isRead)
    {
        var body = new string('[', depth) + new string(']', depth);
        Assert.That(
            () => Read(body),
            isRead
                ? Throws.Nothing
                : Throws.TypeOf<RefusedMessageException>().With.Message.Contains("deeper than 32")
        );
    }

    [Test]
    public void A_body_of_the_most_bytes_is_read_and_one_of_one_more_is_not()
    {
        Assert.That(() => Read("{}".PadRight(Most)), Throws.Nothing);
        Assert.That(
            () => Read("{}".PadRight(Most + 1)),
            Throws
                .TypeOf<RefusedMessageException>()
                .With.Message.Contains("has 1001 bytes. Send at most 1000")
        );
    }

    private static void Read(string body) => BodyReader.Read(Encoding.UTF8.GetBytes(body), Most);
}
