using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    [Test]
    public async Task A_commit_writes_saga_history_inbox_outbox_timers_and_ledger_together()
    {
        var saga = Given.Saga();
        var key = Given.Key();

        await Commit(
            transaction =>
            {
                transaction.Add(saga);
                transaction.Add(Given.Entry(saga));
                transaction.Add(Given.Message());
                transaction.Add(Given.Message());
                transaction.Add(Given.Timer(Given.Now));
                transaction.Add(new Shelf { Sku = "85123A", OnHand = 1 });
            },
            key
        );

        await using var next = Begin();
        Assert.That(await Rows(), Is.EqualTo(7));
        Assert.That(await next.IsConsumed(key, default), Is.True);
        Assert.That((await next.FindSaga("order", saga.Id, default))?.State, Is.EqualTo("stock"));
    }

    [Test]
    public async Task A_transaction_that_is_not_committed_leaves_nothing()
    {
        var shelf = new Shelf { Sku = "a" };
        await Commit(transaction => transaction.Add(shelf));
        await using (var transaction = Begin())
        {
            await transaction.FindSaga("order", NewId.NextGuid(), default);
            var saga = Given.Saga();
            transaction.Add(saga);
            transaction.Add(Given.Entry(saga));
            transaction.Add(Given.Message());
            transaction.Add(Given.Timer(Given.Now));
            transaction.Add(new Booking { Key = NewId.NextGuid() });
            (await transaction.Lock<Shelf>(["a"]))[0].OnHand = 5;
        }

        Assert.That(await Rows(), Is.EqualTo(1));
        await using var next = Begin();
        Assert.That((await next.Lock<Shelf>(["a"]))[0].OnHand, Is.Zero);
    }

    [Test]
    public async Task A_transaction_disposed_twice_disturbs_nobody()
    {
        var first = Begin();
        await first.DisposeAsync();
        await using var second = Begin();
        second.Add(Given.Message());

        await first.DisposeAsync();
        await second.Commit(null, default);

        Assert.That(await Rows(), Is.EqualTo(1));
        Assert.Throws<InvalidOperationException>(() => first.Add(Given.Message()));
    }

    [Test]
    public async Task A_transaction_left_open_lets_the_next_in_when_it_is_disposed()
    {
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        var left = Begin();
        await left.FindSaga("order", saga.Id, default);
        await using var next = Begin();
        var waiting = next.FindSaga("order", saga.Id, default);

        await left.DisposeAsync();

        Assert.That(await waiting, Is.Not.Null);
    }

    [Test]
    public async Task A_message_that_was_consumed_before_is_recognised_and_writes_nothing()
    {
        var key = Given.Key();
        await Commit(_ => { }, key);
        await using var repeated = Begin();
        repeated.Add(Given.Message());

        var exception = await Assert.ThrowsAsync<AlreadyConsumedException>(() =>
            repeated.Commit(key, default)
        );

        Assert.That(exception!.Key, Is.EqualTo(key));
        Assert.That(await Rows(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_repeated_message_is_recognised_although_other_keys_collide_as_well()
    {
        var (saga, key) = (Given.Saga(), Given.Key());
        await Commit(
            transaction =>
            {
                transaction.Add(saga);
                transaction.Add(Given.Entry(saga, key.MessageId));
                transaction.Add(new Booking { Key = saga.Id });
            },
            key
        );
        await using var repeated = Begin();
        repeated.Add(new Booking { Key = saga.Id });
        var again = (await repeated.FindSaga(saga.Type, saga.Id, default))!;
        again.Version++;
        repeated.Add(Given.Entry(again, key.MessageId));

        await Assert.ThrowsAsync<AlreadyConsumedException>(() => repeated.Commit(key, default));
    }

    [Test]
    public async Task A_message_is_consumed_once_by_each_of_its_consumers()
    {
        var id = NewId.NextGuid();

        await Commit(_ => { }, Given.Key(id, "inventory/ReserveStock"));
        await Commit(_ => { }, Given.Key(id, "audit/ReserveStock"));

        Assert.That(await Rows(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_cause_enters_a_history_once()
    {
        var saga = Given.Saga();
        var cause = NewId.NextGuid();
        await Commit(transaction =>
        {
            transaction.Add(saga);
            transaction.Add(Given.Entry(saga, cause));
        });
        await using var other = Begin();
        var found = (await other.FindSaga(saga.Type, saga.Id, default))!;
        found.Version++;
        other.Add(Given.Entry(found, cause));

        await Assert.ThrowsAsync<ConflictException>(() => other.Commit(Given.Key(), default));
    }

    [Test]
    public async Task A_failed_transaction_cannot_be_used_again()
    {
        var key = Given.Key();
        await Commit(_ => { }, key);
        await using var repeated = Begin();
        await Assert.ThrowsAsync<AlreadyConsumedException>(() => repeated.Commit(key, default));

        await Assert.ThrowsAsync<InvalidOperationException>(() => repeated.Commit(Given.Key(), default));
        Assert.Throws<InvalidOperationException>(() => repeated.Add(Given.Message()));
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            repeated.FindSaga("order", key.MessageId, default)
        );
    }

    [Test]
    public async Task After_a_commit_the_next_transaction_may_begin_on_the_same_object()
    {
        await using var transaction = Begin();
        transaction.Add(Given.Message());
        await transaction.Commit(Given.Key(), default);
        transaction.Add(Given.Message());

        await transaction.Commit(Given.Key(), default);

        Assert.That(await Rows(), Is.EqualTo(4));
    }

    [Test]
    public async Task A_removed_saga_takes_its_history_along()
    {
        var (kept, removed) = (Given.Saga(), Given.Saga());
        await Commit(transaction =>
        {
            transaction.Add(kept);
            transaction.Add(Given.Entry(kept));
            transaction.Add(removed);
            transaction.Add(Given.Entry(removed));
        });

        await using var transaction = Begin();
        var saga = (await transaction.FindSaga("order", removed.Id, default))!;
        saga.Version++;
        transaction.Add(Given.Entry(saga));
        transaction.Remove(saga);
        await transaction.Commit(null, default);

        Assert.That(await Rows(), Is.EqualTo(2));
        Assert.That(await Reader.History("order", kept.Id, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_saga_that_starts_and_ends_in_one_message_leaves_nothing()
    {
        await Commit(transaction =>
        {
            var saga = Given.Saga();
            transaction.Add(saga);
            transaction.Add(Given.Entry(saga));
            transaction.Remove(saga);
        });

        Assert.That(await Rows(), Is.Zero);
    }

    [Test]
    public async Task Texts_come_back_as_they_were_written()
    {
        var saga = Given.Saga();
        var lines = string.Join(
            ',',
            Enumerable
                .Range(1, 1000)
                .Select(line => $$"""{"sku":"{{line}}","name":"Kaffeekännchen ☕ 茶 🫖"}""")
        );
        saga.Data = $"[{lines}]";
        saga.BusinessKey = "O'Brien; DROP TABLE saga --";
        saga.Reason = "\"quoted\" \\ 'single' \t\r\n {0} @p0 %";

        await Commit(transaction => transaction.Add(saga));

        var found = (await Reader.FindByKey("O'Brien; DROP TABLE saga --", default)).Single();
        Assert.That(found.Data, Is.EqualTo(saga.Data));
        Assert.That(found.Reason, Is.EqualTo(saga.Reason));
    }

    [Test]
    public async Task Texts_that_differ_in_case_are_different_keys()
    {
        await Commit(transaction =>
        {
            transaction.Add(new Shelf { Sku = "15056bl", OnHand = 1 });
            transaction.Add(new Shelf { Sku = "15056BL", OnHand = 2 });
        });

        await using var next = Begin();
        Assert.That((await next.Lock<Shelf>(["15056BL"])).Single().OnHand, Is.EqualTo(2));
    }

    [Test]
    public async Task A_time_is_the_same_moment_whatever_offset_it_was_given_in()
    {
        var booking = new Booking
        {
            Key = NewId.NextGuid(),
            BookedAt = Given.Now.ToOffset(TimeSpan.FromHours(-7)),
        };

        await Commit(transaction => transaction.Add(booking));

        var kept = await Read(context => context.Set<Booking>().SingleAsync());
        Assert.That(kept.BookedAt, Is.EqualTo(Given.Now));
        Assert.That(kept.BookedAt!.Value.Offset, Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Only_sagas_of_the_type_that_still_run_are_found_for_a_query()
    {
        var running = new[] { Given.Saga(), Given.Saga(), Given.Saga() };
        var ended = Given.Saga();
        ended.EndedAt = Given.Now;
        await Commit(transaction =>
        {
            foreach (var saga in running)
            {
                transaction.Add(saga);
            }

            transaction.Add(ended);
            transaction.Add(Given.Saga(type: "return"));
        });

        await using var query = Begin();
        var found = await query.FindSagas("order", 10, default);
        found[0].State = "payment";
        found[0].Version++;
        await query.Commit(null, default);

        Assert.That(found.Select(saga => saga.Id), Is.EquivalentTo(running.Select(saga => saga.Id)));
        Assert.That((await Reader.Find(found[0].Id, default))[0].State, Is.EqualTo("payment"));
        await using var limited = Begin();
        Assert.That(await limited.FindSagas("order", 2, default), Has.Count.EqualTo(2));
    }
}
