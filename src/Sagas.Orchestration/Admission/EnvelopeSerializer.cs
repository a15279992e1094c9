using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace Sagas.Orchestration.Admission;

/// <summary>Writes MassTransit's envelope without what is not there, and of the host only who it is.</summary>
internal sealed class EnvelopeSerializer(TimeProvider time) : IMessageSerializer
{
    public ContentType ContentType => SystemTextJsonMessageSerializer.JsonContentType;

    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class => new EnvelopeBody(context, context.Message, time);
}
