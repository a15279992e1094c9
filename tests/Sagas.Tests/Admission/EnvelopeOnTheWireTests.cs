using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using MassTransit;
using MassTransit.Context;
using MassTransit.Metadata;
using MassTransit.Serialization;
using Sagas.Orchestration.Admission;

namespace Sagas.Tests.Admission;

/// <summary>Ours and MassTransit's, each written by the one and read by the other.</summary>
public sealed class EnvelopeOnTheWireTests
{
    private static readonly Guid Id = new("0197a1f2-4b5c-7d6e-8f90-a1b2c3d4e5f6");
    private static readonly Note Sent = new("ü \"quoted\" <&>", 17, null);
    private static readonly DictionarySendHeaders NoHeaders = new(
        new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
    );

    [OneTimeSetUp]
    public void Configure() =>
        SystemTextJsonMessageSerializer.Options = AdmissionRegistration.Strict(
            new JsonSerializerOptions(SystemTextJsonMessageSerializer.Options)
        );

    [Test]
    public void MassTransit_reads_what_we_write()
    {
        var context = Full();
        var body = new EnvelopeSerializer(TimeProvider.System).GetMessageBody(context);

        var read = new SystemTextJsonMessageSerializer().Deserialize(
            new BytesMessageBody(body.GetBytes()),
            NoHeaders
        );

        AssertSame(read, context);
        Assert.That(read.ExpirationTime, Is.EqualTo(context.SentTime + context.TimeToLive).Within(1).Minutes);
        Assert.That(read.Host.MachineName, Is.EqualTo(HostMetadataCache.Host.MachineName));
        Assert.That(read.Host.ProcessId, Is.EqualTo(HostMetadataCache.Host.ProcessId));
    }

    [Test]
    public void We_read_what_MassTransit_writes()
    {
        var context = Full();
        var body = new SystemTextJsonMessageSerializer().GetMessageBody(context);

        var read = Read(body.GetString());

        AssertSame(read, context);
        Assert.That(read.ExpirationTime, Is.EqualTo(context.SentTime + context.TimeToLive).Within(1).Minutes);
        Assert.That(read.Host.FrameworkVersion, Is.EqualTo(HostMetadataCache.Host.FrameworkVersion));
    }

    [Test]
    public void What_is_not_there_is_not_written()
    {
        var context = new MessageSendContext<Note>(Sent, CancellationToken.None) { MessageId = Id };
        var body = new EnvelopeSerializer(TimeProvider.System).GetMessageBody(context);

        using var envelope = JsonDocument.Parse(body.GetBytes());

        Assert.That(
            envelope.RootElement.EnumerateObject().Select(member => member.Name),
            Is.EqualTo(new[] { "messageId", "messageType", "message", "sentTime", "host" })
        );
        Assert.That(Encoding.UTF8.GetString(body.GetBytes()), Is.EqualTo(body.GetString()));
    }

    [Test]
    public void A_message_that_is_sent_on_is_the_same()
    {
        var context = Full();
        var read = Read(new EnvelopeSerializer(TimeProvider.System).GetMessageBody(context).GetString());
        var again = new MessageSendContext<Note>(Sent, CancellationToken.None)
        {
            MessageId = context.MessageId,
            DestinationAddress = context.DestinationAddress,
        };

        var sentOn = read.GetMessageSerializer().GetMessageBody(again);

        AssertSame(Read(sentOn.GetString()), context);
    }

    [Test]
    public void Upper_and_lower_case_does_not_matter_nor_does_what_is_unknown()
    {
        var read = Read(
            $$"""{"x":[1],"MESSAGE":{"text":"a","number":1},"MessageType":["urn:message:x"],"messageID":"{{Id}}","Host":null,"headers":null}"""
        );

        Assert.That(read.MessageId, Is.EqualTo(Id));
        Assert.That(read.SupportedMessageTypes, Is.EqualTo(new[] { "urn:message:x" }));
        Assert.That(read.Headers.GetAll(), Is.Empty);
    }

    [TestCase("\"messageId\":17", "messageId is Number")]
    [TestCase("\"requestId\":\"x\"", "not a Guid: x (requestId)")]
    [TestCase("\"sourceAddress\":\"nowhere\"", "Invalid URI")]
    [TestCase("\"faultAddress\":[]", "faultAddress is Array")]
    [TestCase("\"sentTime\":\"yesterday\"", "sentTime is no time")]
    [TestCase("\"expirationTime\":5", "expirationTime is no time")]
    [TestCase("\"headers\":[1]", "headers: ")]
    [TestCase("\"host\":\"x\"", "host: ")]
    [TestCase("\"host\":{\"processId\":\"x\"}", "host: ")]
    [TestCase("\"messageId\":null,\"MessageId\":null", "Duplicate messageId")]
    public void What_is_wrong_is_told(string member, string says) =>
        Assert.That(
            () => Read($$$"""{{{{member}}},"messageType":["urn:message:x"],"message":{}}"""),
            Throws
                .InstanceOf<RefusedMessageException>()
                .With.Message.Contains(says)
                .And.Message.Contains("Expected MassTransit's envelope")
                .And.Property(nameof(RefusedMessageException.Fault))
                .EqualTo(MessageFault.Envelope)
        );

    [Test]
    public void A_message_that_cannot_be_written_fails_and_the_next_is_whole()
    {
        var broken = new MessageSendContext<Endless>(new(), CancellationToken.None) { MessageId = Id };
        Assert.That(
            () => new EnvelopeSerializer(TimeProvider.System).GetMessageBody(broken).GetBytes(),
            Throws.InstanceOf<SerializationException>().With.Message.Contains(nameof(Endless))
        );

        var context = Full();
        AssertSame(
            Read(new EnvelopeSerializer(TimeProvider.System).GetMessageBody(context).GetString()),
            context
        );
    }

    private static SerializerContext Read(string body) =>
        EnvelopeReader.Read(new(), new StringMessageBody(body), NoHeaders);

    private static void AssertSame(SerializerContext read, MessageSendContext<Note> sent) =>
        Assert.Multiple(() =>
        {
            Assert.That(read.MessageId, Is.EqualTo(sent.MessageId));
            Assert.That(read.RequestId, Is.EqualTo(sent.RequestId));
            Assert.That(read.CorrelationId, Is.EqualTo(sent.CorrelationId));
            Assert.That(read.ConversationId, Is.EqualTo(sent.ConversationId));
            Assert.That(read.InitiatorId, Is.EqualTo(sent.InitiatorId));
            Assert.That(read.SourceAddress, Is.EqualTo(sent.SourceAddress));
            Assert.That(read.DestinationAddress, Is.EqualTo(sent.DestinationAddress));
            Assert.That(read.ResponseAddress, Is.EqualTo(sent.ResponseAddress));
            Assert.That(read.FaultAddress, Is.EqualTo(sent.FaultAddress));
            Assert.That(read.SentTime, Is.EqualTo(sent.SentTime));
            Assert.That(read.SupportedMessageTypes, Is.EqualTo(sent.SupportedMessageTypes));
            Assert.That(read.Headers.Get<string>("tenant"), Is.EqualTo("blue"));
            Assert.That(read.Headers.Get<long>("count"), Is.EqualTo(7));
            Assert.That(read.TryGetMessage<Note>(out var message), Is.True);
            Assert.That(message, Is.EqualTo(Sent));
        });

    private static MessageSendContext<Note> Full()
    {
        var context = new MessageSendContext<Note>(Sent, CancellationToken.None)
        {
            MessageId = Id,
            RequestId = NewId.NextGuid(),
            CorrelationId = NewId.NextGuid(),
            ConversationId = NewId.NextGuid(),
            InitiatorId = NewId.NextGuid(),
            SourceAddress = new("rabbitmq://localhost/source"),
            DestinationAddress = new("rabbitmq://localhost/destination?bind=true"),
            ResponseAddress = new("queue:answers"),
            FaultAddress = new("queue:faults"),
            TimeToLive = TimeSpan.FromMinutes(5),
        };
        context.Headers.Set("tenant", "blue");
        context.Headers.Set("count", 7L);
        return context;
    }

    public sealed record Note(string Text, int Number, string? More);

    public sealed class Endless
    {
        public Endless Self => this;
    }
}
