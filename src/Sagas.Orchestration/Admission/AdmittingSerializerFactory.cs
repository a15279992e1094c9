using System.Net.Mime;
using MassTransit;
using MassTransit.Configuration;

namespace Sagas.Orchestration.Admission;

/// <summary>MassTransit's JSON, and nothing else: what goes out is written by us, and what comes in is checked.</summary>
internal sealed class AdmittingSerializerFactory(AdmissionServices services) : ISerializerFactory
{
    private readonly SystemTextJsonMessageSerializerFactory _inner = new();

    public ContentType ContentType => _inner.ContentType;

    public IMessageSerializer CreateSerializer() => new EnvelopeSerializer(services.Time);

    public IMessageDeserializer CreateDeserializer() =>
        new AdmittingDeserializer(_inner.CreateDeserializer(), services);
}
