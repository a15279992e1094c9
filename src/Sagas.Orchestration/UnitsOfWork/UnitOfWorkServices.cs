using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.Timers;

namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>What every unit of work of this host shares.</summary>
internal sealed class UnitOfWorkServices(
    ITransactionFactory transactions,
    OutboxDispatcher dispatcher,
    TimerSender timerSender,
    ITimerStore timers,
    IOptions<OutboxOptions> outbox,
    HeldNow held,
    StepClock clock,
    SagasMeter meter,
    TimeProvider time,
    ILogger<UnitOfWorkServices> logger
)
{
    public ITransactionFactory Transactions => transactions;

    public OutboxDispatcher Dispatcher => dispatcher;

    public TimerSender TimerSender => timerSender;

    public ITimerStore Timers => timers;

    public OutboxOptions Outbox => outbox.Value;

    public HeldNow Held => held;

    public StepClock Clock => clock;

    public SagasMeter Meter => meter;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}
