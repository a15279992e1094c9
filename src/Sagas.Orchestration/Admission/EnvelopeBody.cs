using System.Buffers;
using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using MassTransit;
using MassTransit.Metadata;
using MassTransit.Serialization;

namespace Sagas.Orchestration.Admission;

/// <summary>
/// MassTransit's envelope of a message that is sent: every service on MassTransit reads it. Members that are null, and the versions of the
/// host's software, are left out: the outbox keeps them for each message, and the broker sends them.
/// </summary>
internal sealed class EnvelopeBody(SendContext context, object message, TimeProvider time) : MessageBody
{
    /// <summary>What one message is written into, then the next.</summary>
    [ThreadStatic]
    private static Scratch? s_scratch;

    private static readonly byte[] Host = JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            machineName = HostMetadataCache.Host.MachineName,
            processName = HostMetadataCache.Host.ProcessName,
            processId = HostMetadataCache.Host.ProcessId,
        }
    );

    private byte[]? _bytes;
    private string? _text;

    public long? Length => _bytes?.Length;

    public Stream GetStream() => new MemoryStream(GetBytes(), false);

    /// <exception cref="SerializationException">The message cannot be written.</exception>
    public byte[] GetBytes() => _bytes ??= Written();

    /// <inheritdoc cref="GetBytes"/>
    public string GetString() => _text ??= Encoding.UTF8.GetString(GetBytes());

    private byte[] Written()
    {
        var scratch = s_scratch ?? new();
        s_scratch = null; // A converter of the message's may write another meanwhile.
        try
        {
            Write(scratch.Start());
            return scratch.End();
        }
        catch (Exception fault)
            when (fault is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new SerializationException(
                $"A {message.GetType().Name} cannot be written as JSON: {fault.Message}",
                fault
            );
        }
        finally
        {
            s_scratch = scratch;
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        Write(json, "messageId"u8, context.MessageId);
        Write(json, "requestId"u8, context.RequestId);
        Write(json, "correlationId"u8, context.CorrelationId);
        Write(json, "conversationId"u8, context.ConversationId);
        Write(json, "initiatorId"u8, context.InitiatorId);
        Write(json, "sourceAddress"u8, context.SourceAddress);
        Write(json, "destinationAddress"u8, context.DestinationAddress);
        Write(json, "responseAddress"u8, context.ResponseAddress);
        Write(json, "faultAddress"u8, context.FaultAddress);
        json.WriteStartArray("messageType"u8);
        foreach (var type in context.SupportedMessageTypes)
        {
            json.WriteStringValue(type);
        }

        json.WriteEndArray();
        json.WritePropertyName("message"u8);
        JsonSerializer.Serialize(json, message, message.GetType(), SystemTextJsonMessageSerializer.Options);
        var now = time.GetUtcNow().UtcDateTime;
        if (context.TimeToLive is { } lives)
        {
            json.WriteString("expirationTime"u8, now + lives);
        }

        json.WriteString("sentTime"u8, context.SentTime ?? now);
        WriteHeaders(json);
        json.WritePropertyName("host"u8);
        json.WriteRawValue(Host, skipInputValidation: true);
        json.WriteEndObject();
    }

    /// <summary>Said twice, in other letters, it is said once: the last time.</summary>
    private void WriteHeaders(Utf8JsonWriter json)
    {
        Dictionary<string, object?>? headers = null;
        foreach (var (name, value) in context.Headers.GetAll())
        {
            headers ??= new(StringComparer.OrdinalIgnoreCase);
            headers[name] = value;
        }

        if (headers is not null)
        {
            json.WritePropertyName("headers"u8);
            JsonSerializer.Serialize(json, headers, SystemTextJsonMessageSerializer.Options);
        }
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, Guid? id)
    {
        if (id is { } known)
        {
            json.WriteString(name, known);
        }
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, Uri? address)
    {
        if (address is not null)
        {
            json.WriteString(name, address.ToString());
        }
    }

    private sealed class Scratch
    {
        /// <summary>Bytes; a larger one is not kept.</summary>
        private const int Largest = 65_536;

        private ArrayBufferWriter<byte> _buffer = new(1024);
        private Utf8JsonWriter? _json;

        public Utf8JsonWriter Start()
        {
            if (_buffer.Capacity > Largest)
            {
                _buffer = new(1024);
            }

            _buffer.ResetWrittenCount();
            // Made when it is needed: MassTransit's options are not what they will be before a bus was configured.
            _json ??= new(
                _buffer,
                new() { Encoder = SystemTextJsonMessageSerializer.Options.Encoder, SkipValidation = true }
            );
            _json.Reset(_buffer);
            return _json;
        }

        public byte[] End()
        {
            _json!.Flush();
            return _buffer.WrittenSpan.ToArray();
        }
    }
}
