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
                $"round {round.Round} {round.Peer, -22} {round.Saturation.PerSecond, 7:F0} sagas/s, CPU ms {round.DotNetMillisecondsPerSaga:F2} / {round.PostgresMillisecondsPerSaga:F2} / {round.RabbitMqMillisecondsPerSaga:F2}; alone p50 {round.Alone.P50:F1} ms; half p50 {round.Half.P50:F1}, p99 {round.Half.P99:F1} ms; {round.Saturation.ResidentBytes >> 20} MiB, {round.Saturation.AllocatedBytes / round.Saturation.Ended >> 10} KiB a saga"
            )
        );

    public static void Table(IReadOnlyList<PeerRound> rounds, IReadOnlyList<WireRound> wire)
    {
        var table = new Table().AddColumns(
            "",
            "sagas/s",
            "sagas is x",
            "CPU ms a saga: .NET / PostgreSQL / RabbitMQ",
            "alone p50 ms",
            "half p50 / p99 ms",
            "messages",
            "PostgreSQL a saga: statements / transactions / round trips",
            "MiB"
        );
        foreach (var peer in rounds.GroupBy(round => round.Peer))
        {
            table.AddRow([
                peer.Key,
                Text(Median(peer, round => round.Saturation.PerSecond), "F0"),
                Text(Ratio(rounds, peer.Key), "F2"),
                $"{Text(Median(peer, round => round.DotNetMillisecondsPerSaga))} / {Text(Median(peer, round => round.PostgresMillisecondsPerSaga))} / {Text(Median(peer, round => round.RabbitMqMillisecondsPerSaga))}",
                Text(Median(peer, round => round.Alone.P50), "F1"),
                $"{Text(Median(peer, round => round.Half.P50), "F1")} / {Text(Median(peer, round => round.Half.P99), "F1")}",
                Text(Median(peer, round => round.MessagesPerSaga), "F1"),
                string.Join(
                    "; ",
                    wire.Where(count => count.Peer == peer.Key)
                        .Select(count =>
                            $"{count.Load} {Text(count.Statements, "F1")} / {Text(count.Transactions)} / {Text(count.RoundTrips, "F1")}"
                        )
                ),
                Text(Median(peer, round => round.Saturation.ResidentBytes >> 20), "F0"),
            ]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Ours over the other's, in the same round: the machine's mood cancels out.</summary>
    private static double Ratio(IReadOnlyList<PeerRound> rounds, string peer) =>
        Median(
            rounds.Where(round => round.Peer == peer),
            other =>
                rounds.FirstOrDefault(round => round.Peer == Ours && round.Round == other.Round) is { } ours
                    ? ours.Saturation.PerSecond / other.Saturation.PerSecond
                    : 0
        );

    private static double Median<T>(IEnumerable<T> all, Func<T, double> value)
    {
        var ordered = all.Select(value).Order().ToArray();
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    private static string Text(double value, string format = "F2") =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
