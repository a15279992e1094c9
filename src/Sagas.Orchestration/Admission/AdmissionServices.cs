using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Orchestration.Admission;

/// <summary>What admitting messages needs of this host.</summary>
internal sealed class AdmissionServices(
    IOptions<AdmissionOptions> options,
    AnswerAddresses addresses,
    SagasMeter meter,
    TimeProvider time,
    ILogger<AdmissionServices> logger
)
{
    public AdmissionOptions Options => options.Value;

    public TimeProvider Time => time;

    /// <returns>The exception, counted.</returns>
    public RefusedMessageException Refused(ReceiveContext context, RefusedMessageException refused)
    {
        var queue = QueueOf(context);
        meter.Admission.Refused(queue, refused.Fault);
        Log.MessageRefused(logger, queue, refused.Message);
        return refused;
    }

    /// <returns>The address, or null where answers may not go there.</returns>
    public Uri? Allowed(ReceiveContext context, Uri? address, string kind)
    {
        if (address is null || addresses.Allows(address, context.InputAddress))
        {
            return address;
        }

        var queue = QueueOf(context);
        meter.Admission.AddressIgnored(queue, kind);
        Log.AddressIgnored(logger, queue, kind, address);
        return null;
    }

    public static string QueueOf(ReceiveContext context) => context.InputAddress.Segments[^1].Trim('/');
}
