using System.Diagnostics;
using Sagas.TestKit;
using Sagas.TestKit.Orders;

namespace Sagas.SystemTests;

[Category("Long")]
public sealed class When_a_worker_is_stopped
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task Should_finish_what_it_has_in_hand_and_leave_the_rest_to_another()
    {
        var file = RetailFile.Find();
        var journal = RetailFile.Orders(file);
        await using var run = await DistributedRun.Start();
        await run.Place(file);
        var endedBefore = await Eventually.Get(
            "a run under way",
            TimeSpan.FromMinutes(1),
            run.Ended,
            ended => ended > 20
        );
        Assert.That(
            endedBefore,
            Is.LessThan(journal.Count),
            "the run was over before the worker was to stop"
        );

        var asked = Stopwatch.GetTimestamp();
        run.Workers[0].Process.Terminate();
        await run.Workers[0].Process.WaitForExit(StopPatience);

        TestContext.Out.WriteLine(
            $"{endedBefore} orders had ended; it stopped in {Stopwatch.GetElapsedTime(asked)}"
        );
        Assert.That(run.Workers[0].Process.ExitCode, Is.Zero, run.Workers[0].Process.Said());
        DistributedRun.AssertRight(journal, await run.ComeToRest(journal.Count, TimeSpan.FromMinutes(3)));
    }
}
