using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

/// <summary>Messages that share their transaction.</summary>
public abstract partial class StorageContract
{
    private const int Members = 40;

    [Test]
    public async Task Of_many_commits_at_once_each_is_written()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();

        await Task.WhenAll(Enumerable.Range(0, Members).Select(_ => Task.Run(() => Start(factory))));

        Assert.That(await Rows(), Is.EqualTo(Members * 5));
    }

    [Test]
    public async Task Of_many_commits_at_once_the_one_whose_saga_has_changed_fails_alone()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        await using var late = factory.Begin();
        (await late.FindSaga("order", saga.Id, default))!.Version++;
        late.Add(Given.Message());
        await Change(saga.Id, found => found.Version++);

        var others = Enumerable.Range(0, Members).Select(_ => Task.Run(() => Start(factory))).ToList();
        await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
        await Task.WhenAll(others);

        Assert.That(await Rows(), Is.EqualTo(1 + (Members * 5)));
    }

    [Test]
    public async Task Of_many_commits_at_once_the_one_that_is_a_repetition_is_told_so_alone()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var key = Given.Key();
        await Commit(_ => { }, key);
        await using var repeated = factory.Begin();
        repeated.Add(Given.Message());

        var others = Enumerable.Range(0, Members).Select(_ => Task.Run(() => Start(factory))).ToList();
        await Assert.ThrowsAsync<AlreadyConsumedException>(() => repeated.Commit(key, default));
        await Task.WhenAll(others);

        Assert.That(await Rows(), Is.EqualTo(1 + (Members * 5)));
    }

    [Test]
    public async Task Of_many_commits_at_once_the_one_whose_timer_is_gone_fails_alone()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        await using var late = factory.Begin();
        late.RemoveOwnedTimer(MassTransit.NewId.NextGuid());

        var others = Enumerable.Range(0, Members).Select(_ => Task.Run(() => Start(factory))).ToList();
        await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
        await Task.WhenAll(others);

        Assert.That(await Rows(), Is.EqualTo(Members * 5));
    }

    [Test]
    public async Task A_saga_that_was_blocked_since_it_was_read_conflicts()
    {
        await using var host = Services(SagaLocking.Grouped);
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        await using var late = host.GetRequiredService<ITransactionFactory>().Begin();
        (await late.FindSaga("order", saga.Id, default))!.Version++;
        await Change(saga.Id, found => found.BlockedSince = Given.Now);

        await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
    }

    [Test]
    public async Task A_saga_that_was_read_and_not_changed_is_not_written()
    {
        await using var host = Services(SagaLocking.Grouped);
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        await using var reading = host.GetRequiredService<ITransactionFactory>().Begin();
        await reading.FindSaga("order", saga.Id, default);
        await Change(saga.Id, found => found.State = "payment");

        await reading.Commit(Given.Key(), default);

        Assert.That((await Reader.Find(saga.Id, default)).Single().State, Is.EqualTo("payment"));
    }

    [Test]
    public async Task What_was_staged_for_a_group_is_written_by_a_transaction_that_has_to_be_alone()
    {
        await using var host = Services(SagaLocking.Grouped);
        var (saga, owned, key) = (Given.Saga(), Given.Timer(Given.Now), Given.Key());
        await Commit(transaction =>
        {
            transaction.Add(saga);
            transaction.Add(owned);
            transaction.Add(new Shelf { Sku = "a" });
        });

        await using (var transaction = host.GetRequiredService<ITransactionFactory>().Begin())
        {
            var found = (await transaction.FindSaga("order", saga.Id, default))!;
            found.Version++;
            found.State = "payment";
            transaction.Add(Given.Entry(found));
            transaction.Add(Given.Message());
            transaction.RemoveOwnedTimer(owned.Token);
            (await transaction.Lock<Shelf>(["a"]))[0].OnHand = 5;
            transaction.Add(Given.Message());
            await transaction.Commit(key, default);
        }

        Assert.That(await Rows(), Is.EqualTo(6), "saga, entry, two messages, shelf and inbox");
        Assert.That((await Reader.Find(saga.Id, default)).Single().State, Is.EqualTo("payment"));
    }

    [Test]
    public async Task A_transaction_that_became_one_of_its_own_conflicts_when_its_saga_has_changed()
    {
        await using var host = Services(SagaLocking.Grouped);
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        await using var late = host.GetRequiredService<ITransactionFactory>().Begin();
        (await late.FindSaga("order", saga.Id, default))!.Version++;
        await Change(saga.Id, found => found.Version++);
        await late.Lock<Shelf>([]);

        await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
    }

    [Test]
    public async Task What_was_sent_is_removed_with_whatever_is_committed_next()
    {
        await using var host = Services(SagaLocking.Grouped);
        var (sent, waiting) = (Given.Message(), Given.Message());
        await Commit(transaction =>
        {
            transaction.Add(sent);
            transaction.Add(waiting);
        });
        await host.GetRequiredService<SentMessages>().Add(sent.Id);

        await using (var next = host.GetRequiredService<ITransactionFactory>().Begin())
        {
            await next.Commit(Given.Key(), default);
        }

        var left = await Read(context => context.Outbox.Select(row => row.Id).ToListAsync());
        Assert.That(left, Is.EqualTo(new[] { waiting.Id }));
    }

    /// <summary>Five rows.</summary>
    private static async Task Start(ITransactionFactory factory)
    {
        await using var transaction = factory.Begin();
        var saga = Given.Saga();
        Assert.That(await transaction.FindSaga("order", saga.Id, default), Is.Null);
        transaction.Add(saga);
        transaction.Add(Given.Entry(saga));
        transaction.Add(Given.Message());
        transaction.Add(Given.Timer(Given.Now));
        await transaction.Commit(Given.Key(), default);
    }

    private async Task Change(Guid id, Action<SagaRecord> change)
    {
        await using var transaction = Begin();
        change((await transaction.FindSaga("order", id, default))!);
        await transaction.Commit(null, default);
    }
}
