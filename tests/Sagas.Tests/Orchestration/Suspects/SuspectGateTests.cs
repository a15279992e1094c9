using Microsoft.Extensions.Time.Testing;
using Sagas.Orchestration.Suspects;

namespace Sagas.Tests.Orchestration.Suspects;

internal sealed class SuspectGateTests
{
    private readonly FakeTimeProvider _time = new();

    [Test]
    public async Task One_is_handled_at_a_time()
    {
        var gate = new SuspectGate(_time);
        var first = await gate.Enter(default);
        var second = gate.Enter(default).AsTask();
        Assert.That(second.IsCompleted, Is.False);

        first.Dispose();
        first.Dispose();

        using var turn = await second;
        var third = gate.Enter(default).AsTask();
        Assert.That(third.IsCompleted, Is.False, "disposing twice frees one place");
    }

    /// <summary>A thousand that came back with a broker, none of which kills, take the time of 40.</summary>
    [Test]
    public async Task Those_that_got_through_alive_let_more_go_at_once()
    {
        const int Suspects = 1_000;
        var gate = new SuspectGate(_time);
        var waiting = Enumerable.Range(0, Suspects).Select(_ => gate.Enter(default).AsTask()).ToList();

        var rounds = 0;
        for (var through = 0; through < Suspects; rounds++)
        {
            var together = Math.Min(1 + through / SuspectGate.PassedForOneMore, Suspects - through);
            var round = await Task.WhenAll(waiting.Skip(through).Take(together)).WaitAsync(Patience);
            Assert.That(waiting.Skip(through + together).Select(one => one.IsCompleted), Is.All.False);
            foreach (var turn in round)
            {
                turn.Dispose();
            }

            through += together;
        }

        Assert.That(rounds, Is.LessThan(50));
        TestContext.Out.WriteLine($"{Suspects} suspects in {rounds} rounds");
    }

    [Test]
    public async Task Trust_ends_with_the_accident()
    {
        var gate = new SuspectGate(_time);
        for (var i = 0; i < SuspectGate.PassedForOneMore; i++)
        {
            (await gate.Enter(default)).Dispose();
        }

        using var turn = await gate.Enter(default);
        var next = gate.Enter(default).AsTask();
        Assert.That(next.IsCompleted, Is.False);
    }

    [Test]
    public async Task Whoever_waited_too_long_goes_without_a_turn()
    {
        var gate = new SuspectGate(_time);
        var slow = await gate.Enter(default);
        var late = gate.Enter(default).AsTask();

        _time.Advance(SuspectGate.LongestWait);
        (await late.WaitAsync(Patience)).Dispose();

        var next = gate.Enter(default).AsTask();
        Assert.That(next.IsCompleted, Is.False, "the slow one still has its turn");
        slow.Dispose();
        (await next.WaitAsync(Patience)).Dispose();
    }

    [Test]
    public async Task One_that_gives_up_waiting_leaves_its_place()
    {
        var gate = new SuspectGate(_time);
        using var leaving = new CancellationTokenSource();
        var first = await gate.Enter(default);
        var gone = gate.Enter(leaving.Token).AsTask();
        var last = gate.Enter(default).AsTask();

        await leaving.CancelAsync();
        Assert.That(async () => await gone, Throws.InstanceOf<OperationCanceledException>());
        first.Dispose();
        (await last.WaitAsync(Patience)).Dispose();
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(10);
}
