using MassTransit;
using Sagas.Orchestration.Turns;

namespace Sagas.Tests.Orchestration.Turns;

internal sealed class SagaTurnsTests
{
    private readonly Guid _saga = NewId.NextGuid();

    [Test]
    public async Task Messages_of_one_saga_go_one_after_the_other_by_their_arrival()
    {
        var turns = new SagaTurns();
        var first = await turns.Take(_saga, 1, default);
        var order = new List<int>();
        var others = new[] { 4, 2, 3 }.Select(arrival => Follow(turns, arrival, order)).ToList();
        Assert.That(others.Select(other => other.IsCompleted), Is.All.False);

        first.Dispose();
        await Task.WhenAll(others);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(order, Is.EqualTo(new[] { 2, 3, 4 }));
            Assert.That(turns.Busy, Is.Zero, "nothing is kept of a saga that is at rest");
        }
    }

    [Test]
    public void A_turn_that_is_free_is_given_at_once_and_one_that_is_not_is_not()
    {
        var turns = new SagaTurns();
        var first = turns.TryTake(_saga);
        Assert.That(first, Is.Not.Null);
        Assert.That(turns.TryTake(_saga), Is.Null);

        first!.Dispose();
        using var next = turns.TryTake(_saga);
        Assert.That(next, Is.Not.Null);
    }

    [Test]
    public async Task Messages_of_other_sagas_do_not_wait()
    {
        var turns = new SagaTurns();
        using var hot = await turns.Take(_saga, 1, default);
        _ = turns.Take(_saga, 2, default).AsTask();
        var other = turns.Take(NewId.NextGuid(), 3, default);
        Assert.That(other.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public async Task One_that_gives_up_waiting_leaves_its_place()
    {
        var turns = new SagaTurns();
        using var leaving = new CancellationTokenSource();
        var first = await turns.Take(_saga, 1, default);
        var gone = turns.Take(_saga, 2, leaving.Token).AsTask();
        var last = turns.Take(_saga, 3, default).AsTask();

        await leaving.CancelAsync();
        Assert.That(async () => await gone, Throws.InstanceOf<OperationCanceledException>());
        first.Dispose();

        (await last).Dispose();
        Assert.That(turns.Busy, Is.Zero);
    }

    [Test]
    public async Task A_turn_that_is_ended_twice_ends_no_other()
    {
        var turns = new SagaTurns();
        var first = await turns.Take(_saga, 1, default);
        var second = turns.Take(_saga, 2, default).AsTask();
        var third = turns.Take(_saga, 3, default).AsTask();
        first.Dispose();
        first.Dispose();
        using var held = await second;
        Assert.That(third.IsCompleted, Is.False);
    }

    [Test]
    public async Task Many_at_once_with_some_that_leave_never_overlap_and_all_end()
    {
        const int Messages = 2_000;
        var turns = new SagaTurns();
        var (inside, overlaps, done, left) = (0, 0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, Messages).Select(index => Task.Run(() => Try(index))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(overlaps, Is.Zero);
            Assert.That(done + left, Is.EqualTo(Messages));
            Assert.That(turns.Busy, Is.Zero);
        }

        async Task Try(int index)
        {
            using var patience = new CancellationTokenSource();
            if (index % 3 == 0)
            {
                patience.CancelAfter(TimeSpan.FromMilliseconds(index % 7));
            }

            try
            {
                using var turn = await turns.Take(_saga, index, patience.Token);
                if (Interlocked.Increment(ref inside) > 1)
                {
                    Interlocked.Increment(ref overlaps);
                }

                await Task.Yield();
                Interlocked.Decrement(ref inside);
                Interlocked.Increment(ref done);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref left);
            }
        }
    }

    private async Task Follow(SagaTurns turns, int arrival, List<int> order)
    {
        using var turn = await turns.Take(_saga, arrival, default);
        order.Add(arrival);
    }
}
