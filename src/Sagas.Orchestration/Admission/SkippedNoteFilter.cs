using MassTransit;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Orchestration.Admission;

/// <summary>Counts what nobody at a queue consumes, on its way to the queue of what was skipped.</summary>
internal sealed class SkippedNoteFilter(string queue, SagasMeter meter) : IFilter<ReceiveContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("skippedNote");

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        meter.Admission.Refused(queue, MessageFault.UnknownType);
        return next.Send(context);
    }
}
