using System.Globalization;
using Sagas.Benchmarks.Measures;
using Sagas.Benchmarks.Peers;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Scale;

/// <summary>
/// One, two and more workers, each with as many orders on their way. On a machine with few processors they do no more together; but what a
/// saga costs must not grow with them. They compile on the same processors, so the warm-up is as many times as long.
/// </summary>
internal static class ScaleRun
{
    private const int MostWaits = 4;

    public static async Task<int> Run(IReadOnlyList<int> numbers, LoadOptions options)
    {
        await using var stage = await Stage.Set();
        var rounds = new List<ScaleRound>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var workers in numbers)
            {
                rounds.Add(await Measure(stage, workers, round, options));
                Tell(rounds[^1]);
            }
        }

        foreach (var workers in rounds.GroupBy(round => round.Workers))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{workers.Key} workers: CPU ms a saga {Of(workers, round => round.Sum):F2} (.NET {Of(workers, round => round.DotNet):F2}, PostgreSQL {Of(workers, round => round.Postgres):F2}, RabbitMQ {Of(workers, round => round.RabbitMq):F2}), {Of(rounds, workers.Key, numbers[0]):F2} x that of {numbers[0]}"
                )
            );
        }

        await ResultFile.Write(options.Result, new { options, Rounds = rounds });
        return 0;
    }

    private static async Task<ScaleRound> Measure(Stage stage, int workers, int round, LoadOptions options)
    {
        var servers = await stage.ForPeer(options.Prefetch);
        var all = new List<PeerProcess>();
        try
        {
            all.Add(await PeerProcess.Start("sagas", servers));
            while (all.Count < workers)
            {
                all.Add(await PeerProcess.Start(PeerCatalogue.Worker, servers));
            }

            var driver = all[0];
            var inFlight = options.InFlight * workers;
            await driver.WarmUp(inFlight, options.WarmUp * workers);
            var (before, cpu) = (await Read(all), stage.Cpu());
            var load = driver.InFlight(inFlight, options.Seconds);
            var waits = await new Waits(servers.Database).During(load);
            var (postgres, rabbitMq) = stage.Cpu();
            var used = (await Read(all)).Since(before);
            var ended = (await load).Ended;
            return new(
                workers,
                round,
                await load,
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
                $"round {round.Round}, {round.Workers} workers: {round.Load.PerSecond:F0} sagas/s, CPU ms {round.DotNet:F2} / {round.Postgres:F2} / {round.RabbitMq:F2}; {round.GroupSize:F1} messages a transaction, {round.RefusedShare:P2} refused; {string.Join(", ", round.Waits.Take(MostWaits).Select(wait => string.Create(CultureInfo.InvariantCulture, $"{wait.Key} {wait.Value:F2}")))}"
            )
        );

    private static double Of(IEnumerable<ScaleRound> rounds, Func<ScaleRound, double> value) =>
        Medians.Of(rounds, value);

    /// <summary>In the same round: the machine's mood cancels out.</summary>
    private static double Of(IReadOnlyList<ScaleRound> rounds, int workers, int first) =>
        Medians.Of(
            rounds.Where(round => round.Workers == workers),
            round => round.Sum / rounds.First(one => one.Workers == first && one.Round == round.Round).Sum
        );
}
