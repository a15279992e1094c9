using System.Globalization;
using Spectre.Console;

namespace Sagas.Benchmarks.Runs;

/// <summary>What is printed: each round when it is over, and the medians with their ratios at the end.</summary>
internal static class Report
{
    private const string Ours = "sagas";
    private const string Embedded = "sagas-embedded";
    private const string InMemory = "masstransit-memory";

    public static void Tell(PeerRound round) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"round {round.Round} {round.Peer, -22} {round.PerSecond, 7:F0} sagas/s with {round.Saturation.InFlight} in flight, CPU ms {round.Saturation.DotNetMilliseconds:F2} / {round.Saturation.PostgresMilliseconds:F2} / {round.Saturation.RabbitMqMilliseconds:F2}; alone p50 {round.Alone.P50:F1} ms; half p50 {round.Half.P50:F1}, p99 {round.Half.P99:F1} ms; {round.Saturation.Used.ResidentBytes >> 20} MiB, {round.Saturation.Kibibytes:F0} KiB a saga"
            )
        );

    public static void Table(IReadOnlyList<PeerRound> rounds, IReadOnlyList<WireRound> wire)
    {
        var table = Narrow("", "sagas/s", "CPU ms a saga\n.NET/PG/RMQ", "alone\np50 ms", "half p50/p99\nms");
        foreach (var peer in rounds.GroupBy(round => round.Peer))
        {
            table.AddRow(
                peer.Key,
                Text(Medians.Of(peer, round => round.PerSecond), "F0"),
                $"{Text(Medians.Of(peer, round => round.Saturation.DotNetMilliseconds))}/{Text(Medians.Of(peer, round => round.Saturation.PostgresMilliseconds))}/{Text(Medians.Of(peer, round => round.Saturation.RabbitMqMilliseconds))}",
                Text(Medians.Of(peer, round => round.Alone.P50), "F1"),
                $"{Text(Medians.Of(peer, round => round.Half.P50), "F1")}/{Text(Medians.Of(peer, round => round.Half.P99), "F1")}"
            );
        }

        AnsiConsole.Write(Ratios(rounds));
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
                Text(Medians.Of(peer, round => round.Saturation.Messages), "F1"),
                Both(counts, count => count.Statements),
                Both(counts, count => count.Transactions),
                Both(counts, count => count.RoundTrips),
                Text(Medians.Of(peer, round => round.Saturation.Used.ResidentBytes >> 20), "F0"),
                Text(Medians.Of(peer, round => round.Saturation.Kibibytes), "F0")
            );
        }

        return table;
    }

    private static Table Narrow(params string[] columns) =>
        new Table().Border(TableBorder.Simple).AddColumns(columns);

    private static string Both(IEnumerable<WireRound> counts, Func<WireRound, double> value) =>
        string.Join('/', counts.Select(count => Text(value(count), "F1")));

    /// <summary>Ours over each other peer's, embedded over those in memory.</summary>
    private static Table Ratios(IReadOnlyList<PeerRound> rounds)
    {
        var table = Narrow("ratio", "sagas/s", "alone p50");
        foreach (var other in rounds.Select(round => round.Peer).Distinct().Where(peer => !IsOurs(peer)))
        {
            var ours = other == InMemory ? Embedded : Ours;
            table.AddRow(
                $"{ours} / {other}",
                Text(Ratio(rounds, ours, other, round => round.PerSecond)),
                Text(Ratio(rounds, ours, other, round => round.Alone.P50))
            );
        }

        return table;
    }

    private static bool IsOurs(string peer) => peer is Ours or Embedded;

    /// <summary>In the same round: the machine's mood cancels out. Not a number where one of the two was not measured.</summary>
    private static double Ratio(
        IReadOnlyList<PeerRound> rounds,
        string ours,
        string other,
        Func<PeerRound, double> value
    )
    {
        var pairs = rounds
            .Where(round => round.Peer == ours)
            .Join(
                rounds.Where(round => round.Peer == other),
                round => round.Round,
                round => round.Round,
                (one, two) => value(one) / value(two)
            )
            .ToList();
        return pairs.Count == 0 ? double.NaN : Medians.Of(pairs, ratio => ratio);
    }

    private static string Text(double value, string format = "F2") =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
