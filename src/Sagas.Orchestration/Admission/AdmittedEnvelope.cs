using System.Text.Json;
using MassTransit;
using MassTransit.Metadata;
using MassTransit.Serialization;

namespace Sagas.Orchestration.Admission;

/// <summary>
/// What an envelope says beside its message. All of it is read at once, so that what is wrong in it is told before anything is handled.
/// </summary>
/// <remarks>MassTransit's own reads the whole body, the message in it too, once more for this.</remarks>
internal sealed class AdmittedEnvelope : MessageContext
{
    private static readonly SystemTextJsonMessageSerializer Json = SystemTextJsonMessageSerializer.Instance;

    /// <exception cref="FormatException">Something in it is not what it should be.</exception>
    public AdmittedEnvelope(EnvelopeMembers members)
    {
        MessageId = members.Id("messageId");
        RequestId = members.Id("requestId");
        CorrelationId = members.Id("correlationId");
        ConversationId = members.Id("conversationId");
        InitiatorId = members.Id("initiatorId");
        SourceAddress = members.Address("sourceAddress");
        DestinationAddress = members.Address("destinationAddress");
        ResponseAddress = members.Address("responseAddress");
        FaultAddress = members.Address("faultAddress");
        ExpirationTime = members.Time("expirationTime");
        SentTime = members.Time("sentTime");
        Headers = members.Read<Dictionary<string, object>>("headers") is { Count: > 0 } headers
            ? new ReadOnlyDictionaryHeaders(Json, headers)
            : EmptyHeaders.Instance;
        Host = members.Read<HostInfo>("host") ?? HostMetadataCache.Empty;
    }

    public Guid? MessageId { get; }

    public Guid? RequestId { get; }

    public Guid? CorrelationId { get; }

    public Guid? ConversationId { get; }

    public Guid? InitiatorId { get; }

    public DateTime? ExpirationTime { get; }

    public Uri? SourceAddress { get; }

    public Uri? DestinationAddress { get; }

    public Uri? ResponseAddress { get; }

    public Uri? FaultAddress { get; }

    public DateTime? SentTime { get; }

    public Headers Headers { get; }

    public HostInfo Host { get; }

    /// <summary>As MassTransit takes it: the message is read when its type is asked for.</summary>
    public SerializerContext With(string[] types, JsonElement message, JsonElement root) =>
        new Content(this, types, message, root);

    private sealed class Content(
        MessageContext envelope,
        string[] types,
        JsonElement message,
        JsonElement root
    )
        : SystemTextJsonSerializerContext(
            Json,
            SystemTextJsonMessageSerializer.Options,
            SystemTextJsonMessageSerializer.JsonContentType,
            envelope,
            types,
            message: message
        )
    {
        /// <summary>To be sent on as it came.</summary>
        public override IMessageSerializer GetMessageSerializer() =>
            new SystemTextJsonBodyMessageSerializer(
                root.Deserialize<MessageEnvelope>(Options)!,
                ContentType,
                Options
            );
    }
}
