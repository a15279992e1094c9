using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

/// <summary>Sagas that a host remembers, and that others change behind its back.</summary>
public abstract partial class StorageContract
{
    [Test]
    public async Task A_saga_that_is_remembered_at_the_version_that_is_told_is_not_read()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var (saga, other) = (await Remembered(factory), await Remembered(factory));
        await Change(saga.Id, found => found.State = "changed");
        await Change(other.Id, found => found.State = "changed");

        Assert.That(await Find(factory, saga.Id, told: 2), Is.EqualTo(("changed", false)), "another version");
        Assert.That(await Find(factory, other.Id, told: 1), Is.EqualTo(("stock", true)));
    }

    [Test]
    public async Task A_saga_of_which_nothing_is_told_is_read()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var saga = await Remembered(factory);
        await Change(saga.Id, found => found.State = "changed");

        Assert.That(await Find(factory, saga.Id, told: null), Is.EqualTo(("changed", false)));
    }

    [Test]
    public async Task A_saga_that_was_changed_since_it_is_remembered_conflicts_and_is_read_again()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var saga = await Remembered(factory);
        await Change(
            saga.Id,
            found =>
            {
                found.Version++;
                found.State = "changed";
            }
        );

        await using (var late = factory.Begin())
        {
            (await late.FindSaga("order", saga.Id, told: 1, default))!.Version++;
            late.Add(Given.Message());
            await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
        }

        Assert.That(await Find(factory, saga.Id, told: 1), Is.EqualTo(("changed", false)));
        Assert.That(await Rows(), Is.EqualTo(1), "the saga, and nothing of the late one");
    }

    [Test]
    public async Task A_saga_that_was_blocked_since_it_is_remembered_conflicts()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var saga = await Remembered(factory);
        await Change(saga.Id, found => found.BlockedSince = Given.Now);

        await using var late = factory.Begin();
        (await late.FindSaga("order", saga.Id, told: 1, default))!.Version++;
        await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
    }

    [Test]
    public async Task A_remembered_saga_conflicts_in_a_transaction_that_has_to_be_alone_too()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var saga = await Remembered(factory);
        await Change(saga.Id, found => found.Version++);

        await using var late = factory.Begin();
        (await late.FindSaga("order", saga.Id, told: 1, default))!.Version++;
        await late.Lock<Shelf>([]);
        await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
    }

    [Test]
    public async Task A_saga_that_is_said_to_be_new_is_not_looked_for()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var saga = Given.Saga();
        await using (var start = factory.Begin())
        {
            Assert.That(await start.FindSaga("order", saga.Id, told: 0, default), Is.Null);
            Assert.That(start.IsOfMemory, Is.True);
            start.Add(saga);
            await start.Commit(Given.Key(), default);
        }

        Assert.That(await Find(factory, saga.Id, told: 0), Is.EqualTo(("stock", false)), "a repetition");
    }

    [Test]
    public async Task A_saga_that_is_said_to_be_new_and_is_there_conflicts_and_is_read()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var saga = Given.Saga();
        await Commit(transaction => transaction.Add(saga));
        await using (var late = factory.Begin())
        {
            Assert.That(await late.FindSaga("order", saga.Id, told: 0, default), Is.Null);
            late.Add(Given.Saga(saga.Id, state: "again"));
            await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
        }

        Assert.That(await Find(factory, saga.Id, told: 0), Is.EqualTo(("stock", false)));
    }

    [Test]
    public async Task What_is_given_up_is_forgotten_and_what_is_committed_is_remembered_as_it_is_then()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var saga = await Remembered(factory);
        await using (var next = factory.Begin())
        {
            var found = (await next.FindSaga("order", saga.Id, told: 1, default))!;
            (found.Version, found.State) = (2, "payment");
            await next.Commit(Given.Key(), default);
        }

        // Whoever only looks gives up what it looked at.
        Assert.That(await Find(factory, saga.Id, told: 2), Is.EqualTo(("payment", true)));
        Assert.That(await Find(factory, saga.Id, told: 2), Is.EqualTo(("payment", false)));
    }

    [Test]
    public async Task Neither_one_that_has_ended_is_remembered_nor_one_without_a_business_key()
    {
        await using var host = Services(SagaLocking.Grouped);
        var factory = host.GetRequiredService<ITransactionFactory>();
        var (ended, byHand) = (Given.Saga(), Given.Saga());
        (ended.EndedAt, byHand.BusinessKey) = (Given.Now, null);
        await Remembered(factory, ended);
        await Remembered(factory, byHand);

        Assert.That(await Find(factory, ended.Id, told: 1), Is.EqualTo(("stock", false)));
        Assert.That(await Find(factory, byHand.Id, told: 1), Is.EqualTo(("stock", false)));
    }

    private static async Task<SagaRecord> Remembered(ITransactionFactory factory, SagaRecord? saga = null)
    {
        saga ??= Given.Saga();
        await using var transaction = factory.Begin();
        transaction.Add(saga);
        await transaction.Commit(null, default);
        return saga;
    }

    private static async Task<(string State, bool IsOfMemory)> Find(
        ITransactionFactory factory,
        Guid id,
        long? told
    )
    {
        await using var transaction = factory.Begin();
        var saga = (await transaction.FindSaga("order", id, told, default))!;
        return (saga.State, transaction.IsOfMemory);
    }
}
