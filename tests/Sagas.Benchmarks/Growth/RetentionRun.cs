using System.Diagnostics;
using System.Globalization;
using Sagas.Benchmarks.Measures;
using Sagas.Benchmarks.Peers;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Growth;

/// <summary>Saturation on a database with a past that stays, and with one that is being removed, in turn.</summary>
internal static class RetentionRun
{
    public static async Task<int> Run(int sagas, LoadOptions options)
    {
        await using var stage = await Stage.Set();
        var servers = await stage.ForPeer(options.Prefetch);
        await GrowthRun.Begin(servers, options);
        var past = new Past(servers.Database);
        await past.Make(sagas);
        var rounds = new List<RetentionRound>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var keeping = await Measure(servers, "sagas", past, options);
            var forgetting = await Measure(servers, PeerCatalogue.Forgetting, past, options);
            rounds.Add(new(keeping.Created, forgetting.Created, forgetting.Removed));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}: {keeping.Created:F0} sagas/s; {forgetting.Created:F0} while {forgetting.Removed:F0} a second are removed"
                )
            );
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"removed {Medians.Of(rounds, round => round.Removed / round.WhileRemoving):F2} x as fast as created; throughput meanwhile {Medians.Of(rounds, round => round.WhileRemoving / round.Alone):F2} x"
            )
        );
        await ResultFile.Write(
            options.Result,
            new
            {
                options,
                Left = await past.Count(),
                Rounds = rounds,
            }
        );
        return 0;
    }

    private static async Task<(double Created, double Removed)> Measure(
        Servers servers,
        string name,
        Past past,
        LoadOptions options
    )
    {
        await using var peer = await PeerProcess.Start(name, servers);
        await peer.WarmUp(options.InFlight, options.WarmUp);
        var (before, watch) = (await past.Count(), Stopwatch.StartNew());
        var load = await peer.InFlight(options.InFlight, options.Seconds);
        var left = await past.Count();
        if (left == 0)
        {
            throw new InvalidOperationException(
                "No ended saga is left that could be removed, so nothing was measured. Give more with --sagas."
            );
        }

        var removed = before - left;
        return (load.PerSecond, removed / watch.Elapsed.TotalSeconds);
    }
}
