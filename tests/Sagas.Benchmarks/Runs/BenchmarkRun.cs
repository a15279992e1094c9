using Npgsql;
using Sagas.Benchmarks.Measures;
using Sagas.TestKit.Wire;

namespace Sagas.Benchmarks.Runs;

/// <summary>
/// All peers, one after the other, round by round: what disturbs a machine for a while then disturbs all of them. Each is a
/// fresh process on a fresh database and virtual host, and warm before it is measured.
/// </summary>
internal static class BenchmarkRun
{
    private const int ShortestSeconds = 5;
    private const int AloneSeconds = 10;

    public static async Task<int> Run(IReadOnlyList<string> peers, LoadOptions options)
    {
        await using var stage = await Stage.Set();
        var rounds = new List<PeerRound>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var peer in peers)
            {
                rounds.Add(await Measure(stage, peer, round, options));
                Report.Tell(rounds[^1]);
            }
        }

        var wire = new List<WireRound>();
        foreach (var peer in peers.Where(HasPostgres))
        {
            wire.AddRange(await Count(stage, peer, options));
        }

        Report.Table(rounds, wire);
        await ResultFile.Write(
            options.Result,
            new
            {
                options,
                Rounds = rounds,
                Wire = wire,
            }
        );
        return 0;
    }

    private static bool HasPostgres(string peer) =>
        peer == "sagas" || peer.StartsWith("wolverine", StringComparison.Ordinal);

    private static async Task<PeerRound> Measure(Stage stage, string name, int round, LoadOptions options)
    {
        await using var peer = await PeerProcess.Start(name, await stage.ForPeer(options.Prefetch));
        await peer.WarmUp(options.InFlight, options.WarmUp);
        SaturationLoad[] saturations =
        [
            await Saturate(stage, peer, options.InFlight / 2, options.Seconds),
            await Saturate(stage, peer, options.InFlight, options.Seconds),
        ];
        var saturation = saturations.MaxBy(load => load.Load.PerSecond)!;
        return new(
            name,
            round,
            saturation,
            await peer.InFlight(1, AloneSeconds),
            await peer.AtRate(saturation.Load.PerSecond / 2, options.Seconds)
        );
    }

    private static async Task<SaturationLoad> Saturate(
        Stage stage,
        PeerProcess peer,
        int inFlight,
        int seconds
    )
    {
        var messages = await stage.Messages();
        var (before, cpu) = (await peer.Read(), stage.Cpu());
        var load = await peer.InFlight(inFlight, seconds);
        var (postgres, rabbitMq) = stage.Cpu();
        return new(inFlight, load, (await peer.Read()).Since(before))
        {
            PostgresMilliseconds = (postgres - cpu.Postgres) * 1_000 / load.Ended,
            RabbitMqMilliseconds = (rabbitMq - cpu.RabbitMq) * 1_000 / load.Ended,
            Messages = (double)(await stage.Messages() - messages) / load.Ended,
        };
    }

    /// <summary>Apart from the rounds: what counts on the wire costs time.</summary>
    private static async Task<IReadOnlyList<WireRound>> Count(Stage stage, string name, LoadOptions options)
    {
        var servers = await stage.ForPeer(options.Prefetch);
        var server = new NpgsqlConnectionStringBuilder(servers.Database);
        await using var tap = PostgresWireTap.Start(server.Host!, server.Port);
        server.Port = tap.Port;
        await using var peer = await PeerProcess.Start(
            name,
            servers with
            {
                Database = server.ConnectionString,
            }
        );
        await peer.WarmUp(options.InFlight, ShortestSeconds);
        tap.Take();
        return [await Of("saturation", options.InFlight), await Of("alone", 1)];

        async Task<WireRound> Of(string load, int inFlight)
        {
            var result = await peer.InFlight(inFlight, ShortestSeconds);
            var count = tap.Take();
            return new(
                name,
                load,
                (double)count.Executions / result.Ended,
                (double)count.Transactions / result.Ended,
                (double)count.RoundTrips / result.Ended
            );
        }
    }
}
