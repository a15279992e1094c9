using System.CommandLine;
using System.Diagnostics;
using Sagas.Simulation.Chance;
using Sagas.TestKit.Proof;
using Trace = Sagas.Simulation.Story.Trace;

namespace Sagas.Simulation.Commands;

/// <summary>Many schedules, each with a seed of its own; stops at the first violation, and tells its story.</summary>
internal static class SimulateCommand
{
    private const int BatchSize = 1_000;

    /// <summary>Every so many schedules, one is run twice: the same seed must have the same trace.</summary>
    private const int RepeatEvery = 1_000;

    public static Command Create()
    {
        var schedules = new Option<long>("--schedules")
        {
            Description = "How many.",
            DefaultValueFactory = _ => 100_000,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Of the first schedule; each next one has the next.",
            DefaultValueFactory = _ => 1,
        };
        var threads = new Option<int>("--threads")
        {
            Description = "Each runs schedules of its own.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        var result = CommonOptions.Result();
        var command = new Command("simulate", "Runs schedules, and checks every invariant in each.")
        {
            schedules,
            seed,
            threads,
            result,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(schedules),
                parsed.GetValue(seed),
                parsed.GetValue(threads),
                parsed.GetValue(result)!
            )
        );
        return command;
    }

    private static int Run(long schedules, ulong seed, int threads, string result)
    {
        var (took, cpuBefore) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var (next, failed) = (-1L, long.MaxValue);
        var all = new Tally();
        var batches = (schedules + BatchSize - 1) / BatchSize;
        var running = Enumerable
            .Range(0, threads)
            .Select(_ => new Thread(() =>
            {
                var tally = new Tally();
                for (
                    var batch = Interlocked.Increment(ref next);
                    batch < batches && Volatile.Read(ref failed) == long.MaxValue;
                    batch = Interlocked.Increment(ref next)
                )
                {
                    var first = batch * BatchSize;
                    if (Batch(seed, first, Math.Min(first + BatchSize, schedules), tally) is { } found)
                    {
                        Interlocked.Exchange(ref failed, found);
                    }
                }

                lock (all)
                {
                    all.Add(tally);
                }
            }))
            .ToList();
        running.ForEach(thread => thread.Start());
        running.ForEach(thread => thread.Join());

        string[] violations = failed == long.MaxValue ? [] : [TellCommand.Keep(seed + (ulong)failed)];
        // Of time that it had a core: it may run beside something else.
        var perMinuteAndCore = (long)(
            all.Schedules / (Environment.CpuUsage.TotalTime - cpuBefore).TotalMinutes
        );
        ProofFile.Write(
            result,
            "simulation",
            new
            {
                Passed = violations.Length == 0 && all.Struck.Values.All(times => times > 0),
                Seconds = Math.Round(took.Elapsed.TotalSeconds, 1),
                Seed = seed,
                all.Schedules,
                Threads = threads,
                SchedulesPerMinuteAndCore = perMinuteAndCore,
                FaultsStruck = all.Struck,
                all.Ends,
                Violations = violations,
            }
        );
        Console.WriteLine(
            $"{all.Schedules} schedules from seed {seed} in {took.Elapsed.TotalSeconds:F0} s on {threads} threads, {perMinuteAndCore} a minute and core: "
                + $"{string.Join(", ", all.Ends.Select(end => $"{end.Value} {end.Key}"))}"
        );
        foreach (var fault in all.Struck.Where(fault => fault.Value == 0))
        {
            Console.WriteLine($"The fault {fault.Key} never struck. Run more schedules, or mend the mix.");
        }

        return violations.Length == 0 && all.Struck.Values.All(times => times > 0) ? 0 : 1;
    }

    /// <returns>Which schedule failed; null: none.</returns>
    private static long? Batch(ulong seed, long first, long end, Tally tally)
    {
        for (var run = first; run < end; run++)
        {
            var trace = new Trace();
            if (
                Simulator.Run(new SeededChoices(seed + (ulong)run), trace, tally) is not null
                || (run % RepeatEvery == 0 && !IsRepeatable(seed + (ulong)run, trace.Hash))
            )
            {
                return run;
            }
        }

        return null;
    }

    private static bool IsRepeatable(ulong seed, ulong hash)
    {
        var again = new Trace();
        Simulator.Run(new SeededChoices(seed), again, new Tally());
        if (again.Hash != hash)
        {
            Console.WriteLine(
                $"Schedule {seed} went otherwise when it was run again. Find what is not seeded."
            );
        }

        return again.Hash == hash;
    }
}
