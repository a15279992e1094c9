using System.Globalization;
using System.Security.Cryptography;
using Sagas.TestKit;
using Sagas.TestKit.Orders;
using Sagas.TestKit.Processes;

namespace Sagas.SystemTests;

[Category("Long")]
public sealed class When_workers_are_killed
{
    private const int KillsOfEach = 5;

    /// <summary>Each worker dies five times while orders are in flight, and every message is sent twice.</summary>
    [Test]
    public async Task Should_still_end_every_order_with_every_ledger_right()
    {
        var file = RetailFile.Find();
        var journal = RetailFile.Orders(file);
        var seed = RandomNumberGenerator.GetInt32(int.MaxValue);
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        await using var run = await DistributedRun.Start(
            new Dictionary<string, string> { ["SAGAS_FAILPOINT"] = "send-twice:on" }
        );

        await run.Place(file);
        var endedAtKill = new List<long>();
        for (var kill = 0; kill < KillsOfEach * run.Workers.Count; kill++)
        {
            // The run goes on for a random number of orders, then the next worker dies.
            var before = await run.Ended();
            var wanted = Math.Min(journal.Count - 1, before + random.Next(2, 20));
            endedAtKill.Add(
                await Eventually.Get(
                    $"{wanted} ended orders",
                    TimeSpan.FromMinutes(1),
                    run.Ended,
                    ended => ended >= wanted
                )
            );
            await run.Workers[kill % run.Workers.Count].KillAndRestart();
        }

        var found = await run.ComeToRest(journal.Count, TimeSpan.FromMinutes(3));

        TestContext.Out.WriteLine($"ended orders at each kill: {string.Join(", ", endedAtKill)}");
        Assert.That(
            endedAtKill,
            Has.All.LessThan(journal.Count),
            "a kill came after the last order had ended"
        );
        DistributedRun.AssertRight(journal, found);
        foreach (var worker in run.Workers)
        {
            await worker.WaitUntilReady();
            Assert.That(await Repetitions(worker), Is.Positive, "no message came twice to a worker");
        }
    }

    /// <summary>Messages that the worker recognised as repetitions, since it was started last.</summary>
    private static async Task<double> Repetitions(WorkerProcess worker) =>
        (await worker.Get("metrics"))
            .Split('\n')
            .Where(line => line.StartsWith("sagas_inbox_repetitions_total", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
}
