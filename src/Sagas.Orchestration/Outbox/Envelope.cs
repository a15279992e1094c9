using System.Text.Json.Serialization;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// Everything that the transport needs of a message beside its body, as it is kept in a row. Header values are text,
/// numbers and booleans; other values are kept as their text.
/// </summary>
internal sealed record Envelope(
    Guid? RequestId,
    Guid? ConversationId,
    Guid? CorrelationId,
    Guid? InitiatorId,
    Uri? SourceAddress,
    Uri? ResponseAddress,
    Uri? FaultAddress,
    string[] MessageTypes,
    DateTimeOffset? ExpiresAt,
    [property: JsonConverter(typeof(PlainValues))] Dictionary<string, object> Headers,
    [property: JsonConverter(typeof(PlainValues))] Dictionary<string, object> Properties
)
{
    /// <summary>Of a message that is sent again under the id that it had; null: the id of its row.</summary>
    public Guid? MessageId { get; init; }

    public static OutboxRecord Outbox<T>(SendContext<T> context, DateTimeOffset now, TimeSpan? lease)
        where T : class
    {
        context.TryGetPayload(out DecidedMessage? decided);
        var envelope = Of(context, now);
        var body = BodyOf(context);
        return new()
        {
            Id = NewId.NextSequentialGuid(),
            MessageId = context.MessageId!.Value,
            Destination = context.DestinationAddress!.ToString(),
            ContentType = ContentTypeOf(context),
            Body = body.GetString(),
            Metadata = envelope.Write(),
            Known = envelope,
            KnownBody = body,
            SagaType = decided?.SagaType,
            SagaId = decided?.SagaId,
            Participant = decided?.Participant,
            CreatedAt = now,
            LeasedUntil = now + lease,
        };
    }

    /// <summary>A message that a hand-written machine scheduled.</summary>
    public static TimerRecord Timer<T>(SendContext<T> context, DateTimeOffset due)
        where T : class =>
        new()
        {
            Token = context.ScheduledMessageId ?? context.MessageId!.Value,
            IsOwned = false,
            Purpose = TimerPurpose.Scheduled,
            Name = typeof(T).Name,
            DueAt = due,
            Destination = context.DestinationAddress!.ToString(),
            ContentType = ContentTypeOf(context),
            Body = BodyOf(context).GetString(),
            Metadata = Of(context, due).Write(),
        };

    /// <summary>A message that was received, to be sent again; from here on it does not expire.</summary>
    public static Envelope Of(
        ConsumeContext context,
        Guid messageId,
        IReadOnlyDictionary<string, object> headers,
        IReadOnlyDictionary<string, object> properties
    ) =>
        new(
            context.RequestId,
            context.ConversationId,
            context.CorrelationId,
            context.InitiatorId,
            context.SourceAddress,
            context.ResponseAddress,
            context.FaultAddress,
            [.. context.SupportedMessageTypes],
            null,
            PlainValues.Of(headers),
            PlainValues.Of(properties)
        )
        {
            MessageId = messageId,
        };

    public string Write() => SagaJson.Write(this);

    public static Envelope Read(string metadata) => SagaJson.Read<Envelope>(metadata);

    /// <summary>For a transport that sends it by itself.</summary>
    public StoredMessage Stored(Guid messageId, string contentType, MessageBody body, DateTimeOffset now) =>
        new(
            MessageId ?? messageId,
            CorrelationId,
            contentType,
            body.GetBytes(),
            ExpiresAt - now,
            Headers,
            Properties
        );

    /// <summary>Makes the context of a stored message what it was when it was sent.</summary>
    public void ApplyTo(
        SendContext context,
        Guid messageId,
        string contentType,
        MessageBody body,
        DateTimeOffset now
    )
    {
        context.MessageId = MessageId ?? messageId;
        context.RequestId = RequestId;
        context.ConversationId = ConversationId;
        context.CorrelationId = CorrelationId;
        context.InitiatorId = InitiatorId;
        context.SourceAddress = SourceAddress;
        context.ResponseAddress = ResponseAddress;
        context.FaultAddress = FaultAddress;
        context.SupportedMessageTypes = MessageTypes;
        context.TimeToLive = ExpiresAt - now;
        foreach (var (name, value) in Headers)
        {
            context.Headers.Set(name, value);
        }

        (context as TransportSendContext)?.ReadPropertiesFrom(Properties);

        context.Serializer = new CopyBodySerializer(new(contentType), body);
    }

    private static Envelope Of<T>(SendContext<T> context, DateTimeOffset now)
        where T : class
    {
        var properties = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        (context as TransportSendContext)?.WritePropertiesTo(properties);
        properties.Remove("Delay");
        return new(
            context.RequestId,
            context.ConversationId,
            context.CorrelationId,
            context.InitiatorId,
            context.SourceAddress,
            context.ResponseAddress,
            context.FaultAddress,
            context.SupportedMessageTypes,
            now + context.TimeToLive,
            PlainValues.Of(context.Headers.GetAll()),
            PlainValues.Of(properties)
        );
    }

    private static string ContentTypeOf(SendContext context) =>
        (context.ContentType ?? context.Serialization.DefaultContentType).ToString();

    private static MessageBody BodyOf<T>(SendContext<T> context)
        where T : class => context.Serializer.GetMessageBody(context);
}
