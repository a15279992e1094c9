using Microsoft.Extensions.Options;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.Operators;

namespace Sagas.Orchestration.Lateness;

internal sealed class LateSagas(
    ILatenessStore store,
    SagaDesks desks,
    IOptions<LatenessOptions> options,
    TimeProvider time
) : ILateSagas
{
    public async Task<IReadOnlyList<LateSaga>> Find(
        int limit,
        DateTimeOffset? after,
        CancellationToken cancellationToken
    )
    {
        var usual = UsualTimes
            .Of(await store.Times(cancellationToken))
            .ToDictionary(times => (times.SagaType, times.Version, times.State));
        var now = time.GetUtcNow();
        var late = new List<LateSaga>();
        foreach (var state in await store.Waiting(cancellationToken))
        {
            if (state.State == StateName.NeedsAttention)
            {
                continue;
            }

            var times = usual.GetValueOrDefault((state.SagaType, state.Version, state.State));
            var steps = WaitedSteps.Of(desks.Find(state.SagaType)?.Plan, state.State);
            var longest = Longest(times, steps);
            var sagas = await store.WaitingSince(state, after, now - longest, limit, cancellationToken);
            late.AddRange(
                sagas.Select(saga => new LateSaga(
                    saga,
                    now - saga.WaitingSince!.Value,
                    longest,
                    times,
                    [.. steps.Select(step => step.Step.Participant).Distinct()]
                ))
            );
        }

        return [.. late.OrderByDescending(one => one.Waited).Take(limit)];
    }

    private TimeSpan Longest(UsualTimes? times, IReadOnlyList<WaitedStep> steps)
    {
        var shortest = TimeSpan.FromSeconds(options.Value.ShortestSeconds);
        var usual = times?.P99 * options.Value.Factor;
        var deadlines = steps.Select(step => step.Patience?.Deadline).OfType<TimeSpan>().ToList();
        var longest =
            usual
            ?? (deadlines.Count > 0 ? deadlines.Max() : TimeSpan.FromSeconds(options.Value.DefaultSeconds));
        return longest > shortest ? longest : shortest;
    }
}
