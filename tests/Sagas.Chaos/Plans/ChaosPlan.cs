using Sagas.Orchestration.Failpoints;

namespace Sagas.Chaos.Plans;

/// <summary>
/// What is going to be done, and when, made from a seed alone: the same seed and size give the same plan. What it leads to
/// is not the same twice, for real processes are not.
/// </summary>
internal sealed record ChaosPlan(int Seed, IReadOnlyList<PlannedFault> Faults)
{
    /// <summary>Faults of one round: every kill point with every action, and some of everything else.</summary>
    public const int FaultsPerRound = 50;

    /// <summary>The last part of the time is left to what the last faults set going.</summary>
    private const double LastAt = 0.93;

    private static readonly FaultKind[] Gateways =
    [
        FaultKind.GatewayHangs,
        FaultKind.GatewayLate,
        FaultKind.GatewayFails,
        FaultKind.GatewayAnswerLost,
    ];

    private static readonly string[] Actions = ["kill", "throw", "delay"];

    /// <param name="faults">At least so many; a round has more than it is asked for.</param>
    public static ChaosPlan Create(int seed, int faults)
    {
        var rounds = Math.Max(1, faults / FaultsPerRound);
        var random = new Random(seed);
        var planned = new List<PlannedFault>();
        for (var round = 0; round < rounds; round++)
        {
            var (from, to) = (LastAt * round / rounds, LastAt * (round + 1) / rounds);
            planned.AddRange(Spread(KillPoints(random), from, to, random));
            planned.AddRange(Spread(Others(random), from, to, random));
        }

        return new(
            seed,
            [
                .. planned
                    .OrderBy(fault => fault.At)
                    .Select((fault, index) => fault with { Number = index + 1 }),
            ]
        );
    }

    /// <summary>Evenly within each lane, and a little by chance.</summary>
    private static IEnumerable<PlannedFault> Spread(
        IEnumerable<PlannedFault> faults,
        double from,
        double to,
        Random random
    ) =>
        faults
            .GroupBy(fault => fault.Lane)
            .OrderBy(lane => lane.Key, StringComparer.Ordinal)
            .SelectMany(lane =>
            {
                var all = lane.ToArray();
                random.Shuffle(all);
                // What a gateway does not answer comes again after a minute and more: it goes first.
                all = [.. all.OrderByDescending(fault => Gateways.Contains(fault.Kind))];
                var step = (to - from) / all.Length;
                return all.Select(
                        (fault, index) =>
                            fault with
                            {
                                At = from + (step * (index + (random.NextDouble() * 0.5))),
                            }
                    )
                    .ToList();
            });

    private static List<PlannedFault> KillPoints(Random random)
    {
        var points = Failpoint.Names.SelectMany(point => Actions.Select(action => (point, action))).ToList();
        var next = random.Next(Lanes.Workers.Length);
        return
        [
            .. points.Select(one =>
            {
                var lane = LaneOf(one.point, random, ref next);
                var nth = IsFrequent(one.point) ? random.Next(1, 6) : 1;
                return Fault(lane, FaultKind.KillPoint, lane) with
                {
                    Point = one.point,
                    Action = one.action,
                    Nth = nth,
                };
            }),
        ];
    }

    /// <summary>Whoever comes to the point often enough.</summary>
    private static string LaneOf(string point, Random random, ref int next) =>
        point switch
        {
            "after-load" => Lanes.SagaWorkers[random.Next(Lanes.SagaWorkers.Length)],
            "timer-claimed" or "timer-committed" or "after-redelivery" => random.Next(2) == 0
                ? Lanes.Payments
                : Lanes.Shipping,
            "dead-letter-written" => Lanes.Letters,
            "replay-taken" or "replay-published" => Lanes.Replays,
            "migration-mid" => Lanes.Migrations,
            _ => Lanes.Workers[next++ % Lanes.Workers.Length],
        };

    private static bool IsFrequent(string point) =>
        !point.StartsWith("timer", StringComparison.Ordinal)
        && !point.StartsWith("replay", StringComparison.Ordinal)
        && point is not ("after-redelivery" or "dead-letter-written" or "migration-mid");

    private static List<PlannedFault> Others(Random random)
    {
        string Worker() => Lanes.Workers[random.Next(Lanes.Workers.Length)];
        string Link() => $"{Worker()}/{(random.Next(2) == 0 ? "database" : "broker")}";
        string Gateway() => random.Next(2) == 0 ? Lanes.Payments : Lanes.Shipping;
        PlannedFault Server(FaultKind kind, string target, double least = 0, double most = 0) =>
            Fault(Lanes.Servers, kind, target, Between(random, least, most));
        PlannedFault Around(FaultKind kind, string target, double least = 0, double most = 0) =>
            Fault(Lanes.Surroundings, kind, target, Between(random, least, most));
        return
        [
            Server(FaultKind.BrokerKilled, "broker", 1, 3),
            Server(FaultKind.DatabaseKilled, "database", 1, 4),
            Server(FaultKind.DatabaseDiskFull, "database", 3, 6),
            Server(FaultKind.SessionsTerminated, Worker()),
            Server(FaultKind.SessionsTerminated, Lanes.SagaWorkers[0]),
            Server(FaultKind.MemoryAlarm, "broker", 2, 4),
            Server(FaultKind.DiskAlarm, "broker", 2, 4),
            Server(FaultKind.ContradictoryReplies, Lanes.Payments),
            Server(FaultKind.DeadlineFired, "order"),
            Around(FaultKind.CommitOutcomeLost, Lanes.SagaWorkers[random.Next(2)]),
            Around(FaultKind.CommitOutcomeLost, Worker()),
            Around(FaultKind.WorkerKilled, Worker()),
            Around(FaultKind.WorkerPaused, Worker(), 5, 12),
            Around(FaultKind.ClockAnHourAhead, Worker(), 4, 8),
            Around(FaultKind.ClockADayBehind, Worker(), 4, 8),
            Around(FaultKind.LinkCut, Link()),
            Around(FaultKind.LinkHalfOpen, Link(), 3, 8),
            Around(FaultKind.LinkStalled, Link(), 3, 8),
            Around(FaultKind.LinkSlow, Link(), 3, 6),
            Around(FaultKind.LinkThrottled, Link(), 3, 6),
            Around(FaultKind.LinkCutInMidPiece, Link()),
            Around(FaultKind.LinkRefused, Link(), 2, 6),
            Around(FaultKind.GatewayHangs, Gateway(), 2, 6),
            Around(FaultKind.GatewayLate, Gateway(), 2, 5),
            Around(FaultKind.GatewayFails, Gateway(), 2, 5),
            Around(FaultKind.GatewayAnswerLost, Gateway()),
        ];
    }

    private static double Between(Random random, double least, double most) =>
        Math.Round(least + (random.NextDouble() * (most - least)), 1);

    private static PlannedFault Fault(string lane, FaultKind kind, string target, double seconds = 0) =>
        new(0, lane, 0, kind, target, "", "", 1, seconds);
}
