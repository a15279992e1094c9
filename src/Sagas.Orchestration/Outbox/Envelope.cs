using System.Text.Json;
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
    Dictionary<string, JsonElement> Headers,
    Dictionary<string, JsonElement> Properties
)
{
    /// <summary>Of a message that is sent again under the id that it had; null: the id of its row.</summary>
    public Guid? MessageId { get; init; }

    public static OutboxRecord Outbox<T>(SendContext<T> context, DateTimeOffset now, TimeSpan? lease)
        where T : class
    {
        context.TryGetPayload(out DecidedMessage? decided);
        var envelope = Of(context, now);
        return new()
        {
            Id = NewId.NextSequentialGuid(),
            MessageId = context.MessageId!.Value,
            Destination = context.DestinationAddress!.ToString(),
            ContentType = ContentTypeOf(context),
            Body = BodyOf(context),
            Metadata = envelope.Write(),
            Known = envelope,
            SagaType = decided?.SagaType,
            SagaId = decided?.SagaId,
            Participant = decided?.Participant,
            CreatedAt = now,
            LeasedUntil = now + lease,
        };
    }

    /// <summary>A saga's own timer, or a message that a hand-written machine scheduled.</summary>
    public static TimerRecord Timer<T>(SendContext<T> context, DateTimeOffset due)
        where T : class
    {
        context.TryGetPayload(out DecidedMessage? decided);
        return new()
        {
            Token = decided?.MessageId ?? context.ScheduledMessageId ?? context.MessageId!.Value,
            IsOwned = decided?.Timer is not null,
            Purpose = decided?.Timer?.Purpose ?? TimerPurpose.Scheduled,
            SagaType = decided?.SagaType,
            SagaId = decided?.SagaId,
            Participant = decided?.Participant,
            Name = decided?.Timer?.Name ?? typeof(T).Name,
            DueAt = due,
            Destination = context.DestinationAddress!.ToString(),
            ContentType = ContentTypeOf(context),
            Body = BodyOf(context),
            Metadata = SagaJson.Write(Of(context, due)),
        };
    }

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
            headers.ToDictionary(pair => pair.Key, pair => ElementOf(pair.Value)),
            properties.ToDictionary(pair => pair.Key, pair => ElementOf(pair.Value))
        )
        {
            MessageId = messageId,
        };

    public string Write() => SagaJson.Write(this);

    public static Envelope Read(string metadata) => SagaJson.Read<Envelope>(metadata);

    /// <summary>Makes the context of a stored message what it was when it was sent.</summary>
    public void ApplyTo(
        SendContext context,
        Guid messageId,
        string contentType,
        string body,
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
            context.Headers.Set(name, ValueOf(value));
        }

        if (context is TransportSendContext transport)
        {
            transport.ReadPropertiesFrom(
                Properties.ToDictionary(pair => pair.Key, pair => ValueOf(pair.Value)!)
            );
        }

        context.Serializer = new CopyBodySerializer(new(contentType), new StringMessageBody(body));
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
            context.Headers.GetAll().ToDictionary(pair => pair.Key, pair => ElementOf(pair.Value)),
            properties.ToDictionary(pair => pair.Key, pair => ElementOf(pair.Value))
        );
    }

    private static string ContentTypeOf(SendContext context) =>
        (context.ContentType ?? context.Serialization.DefaultContentType).ToString();

    private static string BodyOf<T>(SendContext<T> context)
        where T : class => context.Serializer.GetMessageBody(context).GetString();

    private static JsonElement ElementOf(object value) =>
        value is string or bool or byte or short or int or long or double or decimal
            ? JsonSerializer.SerializeToElement(value)
            : JsonSerializer.SerializeToElement(
                Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)
            );

    private static object? ValueOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };
}
