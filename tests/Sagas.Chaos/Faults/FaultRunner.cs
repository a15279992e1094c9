using System.Collections.Concurrent;
using System.Diagnostics;
using Sagas.Chaos.Plans;

namespace Sagas.Chaos.Faults;

/// <summary>Carries a plan out: in each lane one fault after the other, none before it is due.</summary>
internal sealed class FaultRunner(IReadOnlyList<IFault> faults, ChaosLog log)
{
    /// <summary>A busy machine may take longer than was planned; so much longer, and no more.</summary>
    private const double MostOverrun = 1.5;

    private static readonly TimeSpan TriedAgainWithin = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<PlannedFault, FiredFault> _results = [];

    public IReadOnlyCollection<FiredFault> Results => [.. _results.Values];

    /// <param name="over">The time that the plan is spread over.</param>
    public Task Run(ChaosPlan plan, TimeSpan over, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(
            plan.Faults.GroupBy(fault => fault.Lane)
                .Select(lane =>
                    RunLane([.. lane.OrderBy(fault => fault.At)], started, over, cancellationToken)
                )
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
            if (wait > TimeSpan.Zero && !cancellationToken.IsCancellationRequested)
            {
                await Task.Delay(wait, cancellationToken);
            }

            if (Stopwatch.GetElapsedTime(started) > over * MostOverrun)
            {
                Note(fault, log.Elapsed, "the time was over");
                continue;
            }

            await Strike(fault, cancellationToken);
        }

        // What another fault kept from happening has a second chance when the others of its lane are through.
        foreach (var fault in lane.Where(fault => !_results[fault].HasFired))
        {
            if (Stopwatch.GetElapsedTime(started) < over)
            {
                await Strike(fault, cancellationToken);
            }
        }
    }

    private async Task Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var (from, started) = (log.Elapsed, Stopwatch.GetTimestamp());
        var why = await Try(fault, cancellationToken);
        while (
            why is not null
            && Stopwatch.GetElapsedTime(started) < TriedAgainWithin
            && !cancellationToken.IsCancellationRequested
        )
        {
            await Task.Delay(TryAgainAfter, CancellationToken.None);
            why = await Try(fault, cancellationToken);
        }

        Note(fault, from, why);
    }

    /// <summary>The world is bad on purpose: a fault may be kept from happening by another one.</summary>
    private async Task<string?> Try(PlannedFault fault, CancellationToken cancellationToken)
    {
        try
        {
            return await faults.Single(one => one.Does(fault.Kind)).Strike(fault, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return "the time was over";
        }
        catch (Exception failure)
        {
            return $"{failure.GetType().Name}: {failure.Message.Split('\n')[0]}";
        }
    }

    private void Note(PlannedFault fault, TimeSpan from, string? why)
    {
        _results[fault] = new(fault, why is null, from, log.Elapsed, why ?? "");
        log.Write($"{fault}{(why is null ? "" : $": NOT FIRED, {why}")} (from {from.TotalSeconds:0.0})");
    }
}
