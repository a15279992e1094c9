using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Serialization;

namespace Sagas.Orchestration.Admission;

/// <summary>A message that was let in. What it says of answers is heard only where answers may go.</summary>
internal sealed class AdmittedContext(
    ReceiveContext context,
    SerializerContext content,
    AdmissionServices services
) : BodyConsumeContext(context, content)
{
    private readonly Uri? _responseAddress = services.Allowed(context, content.ResponseAddress, "response");
    private readonly Uri? _faultAddress = services.Allowed(context, content.FaultAddress, "fault");

    public override Uri ResponseAddress => _responseAddress!;

    public override Uri FaultAddress => _faultAddress!;

    public override bool TryGetMessage<T>([NotNullWhen(true)] out ConsumeContext<T>? message)
    {
        try
        {
            return base.TryGetMessage(out message);
        }
        catch (Exception fault) when (EnvelopeReader.IsOfSchema(fault))
        {
            throw services.Refused(ReceiveContext, EnvelopeReader.OfSchema<T>(fault));
        }
    }
}
