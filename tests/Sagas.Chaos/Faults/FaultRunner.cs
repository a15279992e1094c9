using System.Collections.Concurrent;
using System.Diagnostics;
using Sagas.Chaos.Plans;

namespace Sagas.Chaos.Faults;

/// <summary>Carries a plan out: in each lane one fault after the other, none before it is due.</summary>
internal sealed class FaultRunner(IReadOnlyList<IFault> faults, ChaosLog log)
{
    private readonly ConcurrentQueue<FiredFault> _results = [];

    public IReadOnlyCollection<FiredFault> Results => _results;

    /// <param name="over">The time that the plan is spread over.</param>
    public Task Run(ChaosPlan plan, TimeSpan over, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(
            plan.Faults.GroupBy(fault => fault.Lane)
                .Select(lane => RunLane([.. lane.OrderBy(fault => fault.At)], started, over, cancellationToken))
        );
    }

    private async Task RunLane(
        IReadOnlyList<PlannedFault> lane,
        long started,
        TimeSpan over,
        CancellationToken cancellationToken
    )
    {
        foreach (var fault in lane)
        {
            var wait = (over * fault.At) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, cancellationToken);
            }

            await Strike(fault, cancellationToken);
        }
    }

    private async Task Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var from = log.Elapsed;
        string? why;
        try
        {
            why = await faults.Single(one => one.Does(fault.Kind)).Strike(fault, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The world is bad on purpose: a fault that another one kept from happening is counted, and no more.
            why = $"{failure.GetType().Name}: {failure.Message}";
        }

        _results.Enqueue(new(fault, why is null, from, log.Elapsed, why ?? ""));
        log.Write($"{fault}{(why is null ? "" : $": NOT FIRED, {why}")} (from {from.TotalSeconds:0.0})");
    }
}
