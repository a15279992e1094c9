using System.Text;
using Sagas.Orchestration.DeadLetters;

namespace Sagas.Tests.DeadLetters;

/// <summary>One letter that cannot be read must not keep the others of its queue from being indexed.</summary>
internal sealed class DeadEnvelopeTests
{
    [TestCase("""{"\ud800":1}""")]
    [TestCase("""{"\ud80eonId":"","messageId":""}""")]
    [TestCase("{")]
    public void What_cannot_be_read_says_nothing(string body) => Assert.That(Read(body).Types, Is.Empty);

    [TestCase("""{"messageId":"\ud800","messageType":["\ud800","urn:message:A:B",1]}""")]
    public void Texts_that_are_none_are_passed_over(string body) =>
        Assert.That(Read(body).Types, Is.EqualTo(new[] { "A:B" }));

    private static DeadEnvelope Read(string body) => DeadEnvelope.Read(Encoding.UTF8.GetBytes(body));
}
