using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;

namespace Sagas.Orchestration.Timers;

/// <summary>Gives every message being consumed our scheduler.</summary>
internal sealed class TimerSchedulerFilter : IFilter<ConsumeContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("timers");

    public Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
    {
        context.GetOrAddPayload<MessageSchedulerContext>(() =>
            new ConsumeMessageSchedulerContext(
                context,
                consuming => new MessageScheduler(
                    new TimerScheduleProvider(consuming),
                    consuming.GetPayload<IBusTopology>()
                )
            )
        );
        return next.Send(context);
    }
}
