using System.Diagnostics;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Proof;

namespace Sagas.SystemTests;

/// <summary>
/// Orders under load while the workers go from this version to the next and back. The next one, built from the sources in Next,
/// has a newer definition of orders, a message with a member more, and a migration that only expands.
/// </summary>
[Category("Long")]
public sealed class When_versions_run_together
{
    /// <summary>More than are placed until all workers are back.</summary>
    private const int MostOrders = 20_000;
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(3);

    /// <summary>Far beyond what is usual, for a machine that is busy with other things.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Test]
    public async Task Should_end_every_order_while_workers_go_forward_and_back()
    {
        var watch = Stopwatch.StartNew();
        Tell(new { passed = false, violations = new[] { "It did not come to its end." } });
        await using var run = await DistributedRun.Start();
        using var driver = new OrderDriver(run.Workers, MostOrders, Over);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(15));
        var driving = driver.Run(deadline.Token);

        var before = await Population(run, SagasProcess.Present, "some running", "--histories", "3");
        await MustGoOn(SagasProcess.Next, before, 0, "This build can go on with all of it");
        var migrated = await Command(SagasProcess.Next, 0, ["migrate", .. run.Settings]);
        Assert.That(migrated, Does.Contain("Applied 1 of our migrations: 20990101000000_Next."));
        foreach (var worker in run.Workers)
        {
            await Roll(worker, SagasProcess.Next);
        }

        var between = await Population(run, SagasProcess.Next, "some running");
        await MustGoOn(
            SagasProcess.Present,
            between,
            1,
            "were started by version 2 of their definition; this build has version 1, which is older."
        );
        var (ofNext, placedByThen) = (await Started(run, 2), driver.Answers.Count);
        foreach (var worker in run.Workers)
        {
            await Roll(worker, SagasProcess.Present);
        }

        var atTheEnd = await Command(SagasProcess.Present, 0, ["migrate", .. run.Settings]);
        Assert.That(
            atTheEnd,
            Does.Contain("up to date"),
            "A newer schema is none of an older version's business."
        );
        await Task.Delay(Afterwards, deadline.Token);
        driver.End();
        var orders = await driving;
        var found = await run.ComeToRest(orders, Patience);

        DistributedRun.AssertRight(OrderDriver.Journal(orders), found);
        var (ofPresent, ofBoth) = (await Started(run, 1), await ByBoth(run));
        TestContext.Out.WriteLine(
            $"{ofPresent} orders were begun by this version and {await Started(run, 2)} by the next, {ofNext} of them when all workers were the "
                + $"next; {ofBoth} were begun by this one and written by the next. {placedByThen} had been placed when it went back. "
                + $"{watch.Elapsed.TotalSeconds:0} s"
        );
        Assert.Multiple(() =>
        {
            Assert.That(ofPresent, Is.Positive);
            Assert.That(ofNext, Is.Positive);
            Assert.That(ofBoth, Is.Positive, "no order passed from one version to the other");
            Assert.That(
                placedByThen,
                Is.LessThan(orders),
                "nothing was placed any more when the workers went back"
            );
        });
        Tell(
            new
            {
                passed = true,
                seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
                orders,
                begunByThisVersion = ofPresent,
                begunByTheNext = orders - ofPresent,
                begunByThisAndWrittenByTheNext = ofBoth,
                workersReplaced = 2 * run.Workers.Count,
                violations = Array.Empty<string>(),
            }
        );
    }

    private static void Tell(object result) =>
        ProofFile.Write(
            Environment.GetEnvironmentVariable("SAGAS_PROOF_FILE")
                ?? Path.Combine(AppContext.BaseDirectory, "proof.json"),
            "upgrades",
            result
        );

    /// <summary>As a deployment does it: asked to stop, waited for, and started in the other version.</summary>
    private static async Task Roll(WorkerProcess worker, string executable)
    {
        worker.Process.Terminate();
        await worker.Process.WaitForExit(Patience);
        Assert.That(worker.Process.ExitCode, Is.Zero, worker.Process.Said());
        worker.Executable = executable;
        await worker.Restarted();
    }

    private static Task<long> Started(DistributedRun run, int version) =>
        run.Database.Count($"select count(*) from saga where definition_version = {version}");

    private static Task<long> ByBoth(DistributedRun run) =>
        run.Database.Count("select count(*) from saga where definition_version = 1 and written_by = 'next'");

    /// <summary>Of a moment in which orders run, in a file.</summary>
    private static async Task<string> Population(
        DistributedRun run,
        string executable,
        string what,
        params string[] options
    )
    {
        await Eventually.Get(
            what,
            Patience,
            () => run.Database.Count("select count(*) from saga where ended_at is null"),
            running => running > 0
        );
        var file = Path.Combine(Path.GetTempPath(), $"{run.Database.Name}-{Path.GetRandomFileName()}.json");
        await File.WriteAllTextAsync(
            file,
            await Command(executable, 0, ["population", "export", .. options, .. run.Settings])
        );
        return file;
    }

    private static async Task MustGoOn(string executable, string population, int exitCode, string told)
    {
        Assert.That(await Command(executable, exitCode, "check", population), Does.Contain(told));
        File.Delete(population);
    }

    private static async Task<string> Command(string executable, int exitCode, params string[] arguments)
    {
        await using var command = await SagasProcess.RunOf(executable, Patience, arguments);
        Assert.That(command.ExitCode, Is.EqualTo(exitCode), command.Said());
        return command.Said();
    }
}
