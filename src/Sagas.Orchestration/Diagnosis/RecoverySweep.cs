using System.Runtime.CompilerServices;
using System.Text;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Core;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Operators;
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

    /// <summary>Late sagas that are looked at.</summary>
    private const int MostInARound = 10_000;

    /// <summary>Of the time.</summary>
    private const double Share = 0.2;

    private readonly TimeProvider _time = time;

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var (seen, recovered) = (new Dictionary<string, long>(StringComparer.Ordinal), 0);
        try
        {
            await Each(
                Late(cancellationToken).TakeWhile(_ => recovered < options.Value.RecoveredAtOnce),
                async late =>
                {
                    seen[late.Saga.Type] = seen.GetValueOrDefault(late.Saga.Type) + 1;
                    recovered += await Recover(late, cancellationToken) ? 1 : 0;
                }
            );
        }
        finally
        {
            meter.LateIs([.. seen.Select(type => (type.Key, type.Value))]);
        }

        return false;
    }

    /// <summary>
    /// The longest waiting first. Those that are left alone may be many, and must not keep those behind them: they are read bit by bit, and
    /// with pauses, for nobody waits for this and it shares the database with those who do.
    /// </summary>
    private async IAsyncEnumerable<LateSaga> Late(
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        DateTimeOffset? after = null;
        for (var left = MostInARound; left > 0; left -= options.Value.RecoveredAtOnce)
        {
            var started = _time.GetTimestamp();
            var late = await lateness.Find(options.Value.RecoveredAtOnce, after, cancellationToken);
            foreach (var one in late)
            {
                yield return one;
            }

            if (late.Count < options.Value.RecoveredAtOnce)
            {
                yield break;
            }

            after = late[^1].Saga.WaitingSince;
            await Task.Delay(_time.GetElapsedTime(started) * ((1 / Share) - 1), _time, cancellationToken);
        }
    }

    /// <returns>True: it was asked again.</returns>
    private async Task<bool> Recover(LateSaga late, CancellationToken cancellationToken)
    {
        // One that was asked again lately has that time anew.
        if (!options.Value.Recovery || _time.GetUtcNow() - late.Saga.UpdatedAt <= late.Limit)
        {
            return false;
        }

        var why = await diagnosis.Why(late.Saga, cancellationToken);
        if (
            why.Waits.Count == 0
            || why.Waits.Any(wait => wait.Verdict is not (Verdict.ReplyMissing or Verdict.NotFound))
        )
        {
            return false;
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

        return outcome.IsDone;
    }
}
