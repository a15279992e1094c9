using System.Globalization;
using Sagas.Benchmarks.Measures;
using Sagas.Benchmarks.Peers;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Scale;

/// <summary>
/// One, two and more workers, each with as many orders on their way. On a machine with few processors they do no more together; but what a
/// saga costs must not grow with them. What it grows by is told apart: as many workers with queues and a database of their own share the
/// processors and their caches just so, and nothing else; what several cost beyond that is what they pay for sharing queues and rows.
/// They compile on the same processors, so the warm-up is as many times as long. And broker and database come before all of them, however many
/// they are, as they would on machines of their own: else four workers take the processors from what they wait for.
/// </summary>
internal static class ScaleRun
{
    private const int MostWaits = 4;
    private const int Niceness = 10;

    public static async Task<int> Run(IReadOnlyList<int> numbers, LoadOptions options)
    {
        await using var stage = await Stage.Set();
        var rounds = new List<ScaleRound>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var workers in numbers)
            {
                rounds.Add(await Measure(stage, workers, areApart: false, round, options));
                Tell(rounds[^1]);
                if (workers > 1)
                {
                    rounds.Add(await Measure(stage, workers, areApart: true, round, options));
                    Tell(rounds[^1]);
                }
            }
        }

        var first = rounds[0].Name;
        foreach (var same in rounds.GroupBy(round => round.Name, StringComparer.Ordinal))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{same.Key}: CPU ms a saga {Of(same, round => round.Sum):F2} (.NET {Of(same, round => round.DotNet):F2}, PostgreSQL {Of(same, round => round.Postgres):F2}, RabbitMQ {Of(same, round => round.RabbitMq):F2}), {Ratio(rounds, same.Key, first):F2} x that of {first}"
                )
            );
        }

        foreach (var workers in numbers.Where(number => number > 1))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{workers} workers that share queues and a database: {Ratio(rounds, ScaleRound.NameOf(workers, areApart: false), ScaleRound.NameOf(workers, areApart: true)):F2} x as many apart"
                )
            );
        }

        await ResultFile.Write(options.Result, new { options, Rounds = rounds });
        return 0;
    }

    private static async Task<ScaleRound> Measure(
        Stage stage,
        int workers,
        bool areApart,
        int round,
        LoadOptions options
    )
    {
        var all = new List<PeerProcess>();
        try
        {
            var first = await stage.ForPeer(options.Prefetch);
            all.Add(await PeerProcess.Start("sagas", first, Niceness));
            while (all.Count < workers)
            {
                all.Add(
                    areApart
                        ? await PeerProcess.Start("sagas", await stage.ForPeer(options.Prefetch), Niceness)
                        : await PeerProcess.Start(PeerCatalogue.Worker, first, Niceness)
                );
            }

            IReadOnlyList<PeerProcess> drivers = areApart ? all : [all[0]];
            var inFlight = options.InFlight * workers / drivers.Count;
            await Task.WhenAll(drivers.Select(driver => driver.WarmUp(inFlight, options.WarmUp * workers)));
            var (before, cpu) = (await Read(all), stage.Cpu());
            var load = Task.WhenAll(drivers.Select(driver => driver.InFlight(inFlight, options.Seconds)));
            var waits = await new Waits(first.Database).During(load);
            var (postgres, rabbitMq) = stage.Cpu();
            var used = (await Read(all)).Since(before);
            var ended = (await load).Sum(one => one.Ended);
            return new(
                workers,
                areApart,
                round,
                (await load).Sum(one => one.PerSecond),
                used.CpuSeconds * 1_000 / ended,
                (postgres - cpu.Postgres) * 1_000 / ended,
                (rabbitMq - cpu.RabbitMq) * 1_000 / ended,
                (double)used.GroupMessages / used.Groups,
                (double)used.GroupRefusals / used.Groups,
                waits.ToDictionary(wait => wait.What, wait => wait.Processes, StringComparer.Ordinal)
            );
        }
        finally
        {
            foreach (var process in all)
            {
                await process.DisposeAsync();
            }
        }
    }

    private static async Task<PeerReading> Read(IReadOnlyList<PeerProcess> all)
    {
        var sum = new PeerReading(0, 0, 0, 0, 0, 0);
        foreach (var process in all)
        {
            sum = sum.And(await process.Read());
        }

        return sum;
    }

    private static void Tell(ScaleRound round) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"round {round.Round}, {round.Name}: {round.PerSecond:F0} sagas/s, CPU ms {round.DotNet:F2} / {round.Postgres:F2} / {round.RabbitMq:F2}; {round.GroupSize:F1} messages a transaction, {round.RefusedShare:P2} refused; {string.Join(", ", round.Waits.Take(MostWaits).Select(wait => string.Create(CultureInfo.InvariantCulture, $"{wait.Key} {wait.Value:F2}")))}"
            )
        );

    private static double Of(IEnumerable<ScaleRound> rounds, Func<ScaleRound, double> value) =>
        Medians.Of(rounds, value);

    /// <summary>In the same round: the machine's mood cancels out.</summary>
    private static double Ratio(IReadOnlyList<ScaleRound> rounds, string name, string beside) =>
        Medians.Of(
            rounds.Where(round => round.Name == name),
            round => round.Sum / rounds.First(one => one.Name == beside && one.Round == round.Round).Sum
        );
}
