using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    [Test]
    public async Task A_hundred_messages_at_once_for_one_saga_are_all_applied([Values] SagaLocking locking)
    {
        const int Messages = 100;
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        await using var host = Services(locking);
        // All try at once; those that conflicted then try a few at a time, as if they had been put off.
        using var retries = new SemaphoreSlim(3);

        var conflicts = await Task.WhenAll(
            Enumerable.Range(0, Messages).Select(_ => Task.Run(() => Count(host, saga.Id, retries)))
        );

        var counted = (await Reader.Find(saga.Id, default)).Single();
        Assert.That(counted.Version, Is.EqualTo(1 + Messages));
        Assert.That(await Reader.History("order", saga.Id, default), Has.Count.EqualTo(Messages));
        Assert.That(
            conflicts.Sum(),
            locking == SagaLocking.Pessimistic ? Is.Zero : Is.GreaterThanOrEqualTo(0)
        );
    }

    [Test]
    public async Task A_thousand_messages_for_one_saga_from_16_consumers_neither_conflict_nor_deadlock()
    {
        const int Messages = 1_000;
        const int Consumers = 16;
        var (hot, other) = (Given.Saga(), Given.Saga());
        await Commit(transaction => transaction.Add(hot));
        await Commit(transaction => transaction.Add(other));
        await using var host = Services(SagaLocking.Pessimistic);
        using var retries = new SemaphoreSlim(1);
        var left = Messages;

        var conflicts = await Task.WhenAll(
            Enumerable.Range(0, Consumers).Select(consumer => Task.Run(() => Consume(consumer)))
        );

        Assert.That((await Reader.Find(hot.Id, default)).Single().Version, Is.EqualTo(1 + Messages));
        Assert.That((await Reader.Find(other.Id, default)).Single().Version, Is.EqualTo(1 + Consumers));
        Assert.That(conflicts.Sum(), Is.Zero);

        async Task<int> Consume(int consumer)
        {
            var count = 0;
            while (Interlocked.Decrement(ref left) >= 0)
            {
                count += await Count(host, hot.Id, retries);
            }

            return count + await Count(host, other.Id, retries);
        }
    }

    [Test]
    public async Task A_saga_that_changed_since_it_was_read_conflicts()
    {
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        await using var host = Services(SagaLocking.Optimistic);
        var factory = host.GetRequiredService<ITransactionFactory>();
        await using var first = factory.Begin();
        await using var second = factory.Begin();
        (await first.FindSaga("order", saga.Id, default))!.Version++;
        (await second.FindSaga("order", saga.Id, default))!.Version++;
        second.Add(Given.Message());
        await first.Commit(Given.Key(), default);

        await Assert.ThrowsAsync<ConflictException>(() => second.Commit(Given.Key(), default));

        Assert.That(await Rows(), Is.EqualTo(2), "the saga and the first message's inbox row");
    }

    [Test]
    public async Task A_message_that_waited_finds_the_saga_as_the_one_before_left_it()
    {
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        await using var first = Begin();
        await using var second = Begin();
        var held = (await first.FindSaga("order", saga.Id, default))!;
        var waiting = Task.Run(() => second.FindSaga("order", saga.Id, default));

        held.State = "payment";
        held.Version++;
        await first.Commit(null, default);

        Assert.That((await waiting)!.State, Is.EqualTo("payment"));
    }

    [Test]
    public async Task Of_two_starts_at_once_one_wins_and_the_other_conflicts_and_then_finds_the_saga(
        [Values] SagaLocking locking
    )
    {
        var id = NewId.NextGuid();
        await using var host = Services(locking);
        var factory = host.GetRequiredService<ITransactionFactory>();

        var conflicts = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => Start(factory, id)))
        );

        Assert.That(conflicts.Sum(), Is.LessThanOrEqualTo(1));
        Assert.That(await Rows(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_start_that_lost_the_race_conflicts()
    {
        // Both have looked and found nothing, which no lock can prevent.
        await using var host = Services(SagaLocking.Optimistic);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var id = NewId.NextGuid();
        await using var first = factory.Begin();
        await using var second = factory.Begin();
        await first.FindSaga("order", id, default);
        await second.FindSaga("order", id, default);
        first.Add(Given.Saga(id));
        second.Add(Given.Saga(id));
        await first.Commit(Given.Key(), default);

        await Assert.ThrowsAsync<ConflictException>(() => second.Commit(Given.Key(), default));
    }

    [Test]
    public async Task Handlers_that_want_the_same_rows_in_any_order_wait_and_never_deadlock()
    {
        const int Handlers = 24;
        var skus = Enumerable.Range(0, 40).Select(sku => $"sku-{sku}").ToArray();
        await Commit(transaction =>
        {
            foreach (var sku in skus)
            {
                transaction.Add(new Shelf { Sku = sku });
            }
        });

        await Task.WhenAll(
            Enumerable
                .Range(0, Handlers)
                .Select(seed =>
                    Task.Run(async () =>
                    {
                        var wanted = skus.ToArray();
                        new Random(seed).Shuffle(wanted);
                        await using var transaction = Begin();
                        foreach (var shelf in await transaction.Lock<Shelf>(wanted))
                        {
                            shelf.OnHand++;
                        }

                        await transaction.Commit(Given.Key(), default);
                    })
                )
        );

        await using var check = Begin();
        Assert.That(
            (await check.Lock<Shelf>(skus)).Select(shelf => shelf.OnHand),
            Has.Exactly(skus.Length).EqualTo(Handlers)
        );
    }

    /// <returns>How often it conflicted.</returns>
    private static async Task<int> Count(ServiceProvider host, Guid id, SemaphoreSlim retries)
    {
        const int MaxTries = 500;
        var key = Given.Key();
        if (await IsCounted(host, id, key))
        {
            return 0;
        }

        await retries.WaitAsync();
        try
        {
            for (var conflicts = 1; conflicts < MaxTries; conflicts++)
            {
                if (await IsCounted(host, id, key))
                {
                    return conflicts;
                }
            }
        }
        finally
        {
            retries.Release();
        }

        throw new AssertionException($"A message conflicted {MaxTries} times.");
    }

    private static async Task<bool> IsCounted(ServiceProvider host, Guid id, InboxKey key)
    {
        await using var transaction = host.GetRequiredService<ITransactionFactory>().Begin();
        try
        {
            var saga = (await transaction.FindSaga("order", id, default))!;
            saga.Version++;
            transaction.Add(Given.Entry(saga));
            await transaction.Commit(key, default);
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    }

    private static async Task<int> Start(ITransactionFactory factory, Guid id)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            await using var transaction = factory.Begin();
            if (await transaction.FindSaga("order", id, default) is not null)
            {
                return conflicts;
            }

            transaction.Add(Given.Saga(id));
            try
            {
                await transaction.Commit(null, default);
                return conflicts;
            }
            catch (ConflictException) when (conflicts < 2)
            {
                // The other was faster: now it must be found.
            }
        }
    }
}
