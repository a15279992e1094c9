using System.Globalization;
using Spectre.Console;

namespace Sagas.Benchmarks.Runs;

/// <summary>What is printed: each round when it is over, and the medians with their ratios at the end.</summary>
internal static class Report
{
    private const string Ours = "sagas";

    public static void Tell(PeerRound round) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"round {round.Round} {round.Peer, -22} {round.Saturation.PerSecond, 7:F0} sagas/s, CPU ms {round.DotNetMillisecondsPerSaga:F2} / {round.PostgresMillisecondsPerSaga:F2} / {round.RabbitMqMillisecondsPerSaga:F2}; alone p50 {round.Alone.P50:F1} ms; half p50 {round.Half.P50:F1}, p99 {round.Half.P99:F1} ms; {round.Used.ResidentBytes >> 20} MiB, {round.KibibytesPerSaga:F0} KiB a saga"
            )
        );

    public static void Table(IReadOnlyList<PeerRound> rounds, IReadOnlyList<WireRound> wire)
    {
        var table = Narrow(
            "",
            "sagas/s",
            $"{Ours} is x",
            "CPU ms a saga\n.NET/PG/RMQ",
            "alone\np50 ms",
            "half p50/p99\nms"
        );
        foreach (var peer in rounds.GroupBy(round => round.Peer))
        {
            table.AddRow(
                peer.Key,
                Text(Medians.Of(peer, round => round.Saturation.PerSecond), "F0"),
                Text(Ratio(rounds, peer.Key)),
                $"{Text(Medians.Of(peer, round => round.DotNetMillisecondsPerSaga))}/{Text(Medians.Of(peer, round => round.PostgresMillisecondsPerSaga))}/{Text(Medians.Of(peer, round => round.RabbitMqMillisecondsPerSaga))}",
                Text(Medians.Of(peer, round => round.Alone.P50), "F1"),
                $"{Text(Medians.Of(peer, round => round.Half.P50), "F1")}/{Text(Medians.Of(peer, round => round.Half.P99), "F1")}"
            );
        }

        AnsiConsole.Write(table);
        AnsiConsole.Write(Counts(rounds, wire));
    }

    private static Table Counts(IReadOnlyList<PeerRound> rounds, IReadOnlyList<WireRound> wire)
    {
        var table = Narrow(
            "a saga",
            "messages",
            "statements\nfull/alone",
            "transactions\nfull/alone",
            "round trips\nfull/alone",
            "MiB",
            "KiB\nalloc."
        );
        foreach (var peer in rounds.GroupBy(round => round.Peer))
        {
            var counts = wire.Where(count => count.Peer == peer.Key).ToList();
            table.AddRow(
                peer.Key,
                Text(Medians.Of(peer, round => round.MessagesPerSaga), "F1"),
                Both(counts, count => count.Statements),
                Both(counts, count => count.Transactions),
                Both(counts, count => count.RoundTrips),
                Text(Medians.Of(peer, round => round.Used.ResidentBytes >> 20), "F0"),
                Text(Medians.Of(peer, round => round.KibibytesPerSaga), "F0")
            );
        }

        return table;
    }

    private static Table Narrow(params string[] columns) =>
        new Table().Border(TableBorder.Simple).AddColumns(columns);

    private static string Both(IEnumerable<WireRound> counts, Func<WireRound, double> value) =>
        string.Join('/', counts.Select(count => Text(value(count), "F1")));

    /// <summary>Ours over the other's, in the same round: the machine's mood cancels out.</summary>
    private static double Ratio(IReadOnlyList<PeerRound> rounds, string peer) =>
        Medians.Of(
            rounds.Where(round => round.Peer == peer),
            other =>
                rounds.FirstOrDefault(round => round.Peer == Ours && round.Round == other.Round) is { } ours
                    ? ours.Saturation.PerSecond / other.Saturation.PerSecond
                    : 0
        );

    private static string Text(double value, string format = "F2") =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
