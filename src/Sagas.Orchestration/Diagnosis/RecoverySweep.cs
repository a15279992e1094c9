using System.Text;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Core;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Orchestration.Diagnosis;

/// <summary>
/// Finds late sagas whose messages were lost (a queue was purged, a broker wiped), and asks again, so many at a time. What is
/// held, queued, retried or dead is left alone.
/// </summary>
internal sealed class RecoverySweep(
    ILateSagas lateness,
    ISagaDiagnosis diagnosis,
    ISagaOperator desk,
    IOptions<LatenessOptions> options,
    SagasMeter meter,
    IBusControl bus,
    TimeProvider time,
    ILogger<RecoverySweep> logger
) : Sweep(bus, LookEvery, time, logger)
{
    private const string Us = "recovery";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = time;

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var late = await lateness.Find(options.Value.RecoveredAtOnce, cancellationToken);
        meter.LateIs([
            .. late.GroupBy(one => one.Saga.Type).Select(group => (group.Key, (long)group.Count())),
        ]);
        if (!options.Value.Recovery)
        {
            return false;
        }

        var now = _time.GetUtcNow();
        // One that was asked again lately has that time anew.
        foreach (var one in late.Where(one => now - one.Saga.UpdatedAt > one.Limit))
        {
            await Recover(one, cancellationToken);
        }

        return false;
    }

    private async Task Recover(LateSaga late, CancellationToken cancellationToken)
    {
        var why = await diagnosis.Why(late.Saga, cancellationToken);
        if (
            why.Waits.Count == 0
            || why.Waits.Any(wait => wait.Verdict is not (Verdict.ReplyMissing or Verdict.NotFound))
        )
        {
            return;
        }

        // The same state of a saga is asked again once, by whichever worker is first.
        var request = DerivedId.OfContent(
            Encoding.UTF8.GetBytes($"recovery\n{late.Saga.Type}\n{late.Saga.Id:N}\n{late.Saga.Version}")
        );
        var outcome = await desk.Apply(
            new(request, OperatorAction.Resume, late.Saga.Type, late.Saga.Id, Us, why.Waits[0].Text),
            cancellationToken
        );
        if (outcome.IsDone)
        {
            meter.Recovered(late.Saga.Type);
            Log.SagaRecovered(logger, late.Saga.Type, late.Saga.Id, why.Waits[0].Text);
        }
    }
}
