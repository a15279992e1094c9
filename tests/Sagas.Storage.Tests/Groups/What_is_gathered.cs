using System.Collections.Concurrent;
using Sagas.Storage.Groups;

namespace Sagas.Storage.Tests.Groups;

internal sealed class What_is_gathered
{
    private const int Most = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_request_that_comes_alone_is_served_at_once()
    {
        // A pool that has work in hand, of other tests, is another case.
        await TestKit.Eventually.Get(
            "a pool without work",
            Patience,
            () => Task.FromResult(IsServedBeforeItReturns()),
            isServed => isServed
        );

        static bool IsServedBeforeItReturns()
        {
            var thread = Environment.CurrentManagedThreadId;
            var isServed = false;
            // This thread is in the call: whoever is served later is served by another.
            new Gathering<int>(
                Most,
                _ =>
                {
                    isServed |= Environment.CurrentManagedThreadId == thread;
                    return Task.CompletedTask;
                }
            ).Add(1);
            return isServed;
        }
    }

    /// <summary>Each would be a group of its own, were a group closed before they had begun.</summary>
    [Test]
    public async Task What_the_process_has_at_hand_belongs_to_the_group()
    {
        const int AtHand = 40;
        var (gathering, groups) = Gathering();
        var all = new CountdownEvent(AtHand + 1);

        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                for (var number = 0; number < AtHand; number++)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(Add, number, preferLocal: false);
                }

                Add(AtHand);
            },
            null
        );
        Assert.That(all.Wait(Patience), Is.True);
        await TestKit.Eventually.Get(
            "all to be served",
            Patience,
            () => Task.FromResult(groups.Sum(group => group.Count)),
            served => served == AtHand + 1
        );

        Assert.That(groups, Has.Count.LessThan(AtHand / 2));

        void Add(int number)
        {
            gathering.Add(number);
            all.Signal();
        }
    }

    [Test]
    public async Task A_group_has_no_more_than_it_may_and_leaves_nobody_behind()
    {
        const int Requests = 10 * Most;
        var (gathering, groups) = Gathering();

        await Parallel.ForAsync(
            0,
            Requests,
            (number, _) =>
            {
                gathering.Add(number);
                return ValueTask.CompletedTask;
            }
        );
        await TestKit.Eventually.Get(
            "all to be served",
            Patience,
            () => Task.FromResult(groups.Sum(group => group.Count)),
            served => served == Requests
        );

        Assert.That(groups.Select(group => group.Count), Has.All.InRange(1, Most));
        Assert.That(groups.SelectMany(group => group), Is.Unique);
    }

    private static (Gathering<int> Gathering, ConcurrentQueue<IReadOnlyList<int>> Groups) Gathering()
    {
        var groups = new ConcurrentQueue<IReadOnlyList<int>>();
        return (
            new(
                Most,
                group =>
                {
                    groups.Enqueue(group);
                    return Task.CompletedTask;
                }
            ),
            groups
        );
    }
}
