using System.Globalization;
using Sagas.Benchmarks.Load;
using Sagas.Benchmarks.Measures;
using Sagas.Benchmarks.Peers;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Growth;

/// <summary>The same load on an empty database and on one with a long past, in turn.</summary>
internal static class GrowthRun
{
    private const string Ours = "sagas";
    private const int BeginningSeconds = 10;

    public static async Task<int> Run(int sagas, LoadOptions options)
    {
        await using var stage = await Stage.Set();
        var empty = await stage.ForPeer(options.Prefetch);
        var full = await stage.ForPeer(options.Prefetch);
        var half = await Begin(empty, options) / 2;
        await Begin(full, options);
        var made = await new Past(full.Database).Make(sagas);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{made} sagas have ended in the full database.")
        );
        var rounds = new List<GrowthRound>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            rounds.Add(
                new(
                    round,
                    await Measure(empty, "empty", half, options),
                    await Measure(full, "full", half, options)
                )
            );
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"full is {Medians.Of(rounds, round => round.Full.Saturation.PerSecond / round.Empty.Saturation.PerSecond):F2} x in sagas/s, {Medians.Of(rounds, round => round.Full.Half.P99 / round.Empty.Half.P99):F2} x in p99 at {half:F0} sagas/s"
            )
        );
        await ResultFile.Write(
            options.Result,
            new
            {
                options,
                Made = made,
                PerSecond = half,
                Rounds = rounds,
            }
        );
        return 0;
    }

    /// <summary>Makes the tables, and sagas that others can be copies of.</summary>
    /// <returns>Sagas a second.</returns>
    public static async Task<double> Begin(Servers servers, LoadOptions options)
    {
        await using var peer = await PeerProcess.Start(Ours, servers);
        await peer.WarmUp(options.InFlight, BeginningSeconds);
        return (await peer.InFlight(options.InFlight, BeginningSeconds)).PerSecond;
    }

    private static async Task<GrowthLoads> Measure(
        Servers servers,
        string name,
        double half,
        LoadOptions options
    )
    {
        await using var peer = await PeerProcess.Start(Ours, servers);
        await peer.WarmUp(options.InFlight, options.WarmUp);
        var loads = new GrowthLoads(
            await peer.InFlight(options.InFlight, options.Seconds),
            await peer.AtRate(half, options.Seconds)
        );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -6} {loads.Saturation.PerSecond:F0} sagas/s; at {half:F0}/s p50 {loads.Half.P50:F1}, p99 {loads.Half.P99:F1} ms"
            )
        );
        return loads;
    }
}
