using System.Net.Mime;
using MassTransit;

namespace Sagas.Orchestration.Admission;

/// <summary>
/// Reads MassTransit's envelope in the place of its own deserializer, which is asked only what it takes. What that would find out later,
/// deep within a consumer, or never, is told here: before anything is done, with what was expected and what was found.
/// </summary>
internal sealed class AdmittingDeserializer(IMessageDeserializer inner, AdmissionServices services)
    : IMessageDeserializer
{
    public ContentType ContentType => inner.ContentType;

    public void Probe(ProbeContext context) => inner.Probe(context);

    public ConsumeContext Deserialize(ReceiveContext receiveContext)
    {
        try
        {
            return new AdmittedContext(
                receiveContext,
                Deserialize(
                    receiveContext.Body,
                    receiveContext.TransportHeaders,
                    receiveContext.InputAddress
                ),
                services
            );
        }
        catch (RefusedMessageException refused)
        {
            throw services.Refused(receiveContext, refused);
        }
    }

    /// <exception cref="RefusedMessageException">It is not let in.</exception>
    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        EnvelopeReader.Read(services.Options, body, headers);

    public MessageBody GetMessageBody(string text) => inner.GetMessageBody(text);
}
