using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Repository;

namespace Sagas.Tests.Orchestration;

public sealed class SagaVersionTests
{
    [TestCase("3", 3)]
    [TestCase("\"17\"", 17)]
    [TestCase("\"\"", null)]
    [TestCase("\"three\"", null)]
    [TestCase("1.5", null)]
    [TestCase("99999999999999999999", null)]
    [TestCase("true", null)]
    [TestCase("null", null)]
    [TestCase("{}", null)]
    [TestCase("[3]", null)]
    public void Whatever_the_header_says_does_no_harm(string value, long? told) =>
        Assert.That(
            SagaVersion.Told(
                EnvelopeReader.Read(
                    new(),
                    new MassTransit.StringMessageBody(
                        $$$"""{"messageType":["urn:message:x"],"message":{},"headers":{"Saga-Version":{{{value}}}}}"""
                    ),
                    new MassTransit.Serialization.DictionarySendHeaders(new Dictionary<string, object?>())
                )
            ),
            Is.EqualTo(told)
        );
}
