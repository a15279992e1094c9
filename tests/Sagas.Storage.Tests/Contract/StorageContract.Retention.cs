using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Retention;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

/// <summary>Sagas that ended long ago.</summary>
public abstract partial class StorageContract
{
    private static readonly DateTimeOffset LongAgo = Given.Now.AddDays(-40);
    private static readonly DateTimeOffset Since = Given.Now.AddDays(-30);

    private IRetentionStore Retention => services.GetRequiredService<IRetentionStore>();

    [Test]
    public async Task What_ended_before_the_retention_is_removed_with_its_history()
    {
        await Ended(LongAgo);
        var recent = await Ended(Given.Now);

        var removed = await Retention.RemoveEnded(Since, 10, default);

        Assert.That(removed, Is.EqualTo(new[] { ("order", 1) }));
        Assert.That(
            await Read(context => context.Sagas.Select(saga => saga.Id).ToListAsync()),
            Is.EqualTo(new[] { recent })
        );
        Assert.That(
            await Read(context => context.History.Select(entry => entry.SagaId).ToListAsync()),
            Is.EqualTo(new[] { recent })
        );
    }

    [Test]
    public async Task What_runs_is_owed_or_has_a_dead_letter_is_not_removed()
    {
        await Ended(null);
        await Ended(LongAgo, saga => saga.OwedSince = LongAgo);
        await Ended(LongAgo, saga => saga.BlockedSince = LongAgo);
        await DeadLetters.Died([Letter(Loud, await Ended(LongAgo))], default);

        Assert.That(await Retention.RemoveEnded(Since, 10, default), Is.Empty);
        Assert.That(await Rows(), Is.EqualTo(8));
    }

    [Test]
    public async Task The_oldest_are_removed_first_and_no_more_than_asked_for()
    {
        var newer = await Ended(LongAgo.AddDays(1));
        await Ended(LongAgo);
        await Ended(LongAgo);

        Assert.That((await Retention.RemoveEnded(Since, 2, default)).Sum(one => one.Count), Is.EqualTo(2));
        Assert.That(
            await Read(context => context.Sagas.Select(saga => saga.Id).ToListAsync()),
            Is.EqualTo(new[] { newer })
        );
    }

    [Test]
    public async Task A_saga_that_was_removed_since_it_was_read_conflicts(
        [Values(SagaLocking.Optimistic, SagaLocking.Grouped)] SagaLocking locking
    )
    {
        await using var host = Services(locking);
        var id = await Ended(LongAgo);
        await using var late = host.GetRequiredService<ITransactionFactory>().Begin();
        var saga = (await late.FindSaga("order", id, default))!;
        saga.Version++;
        late.Add(Given.Entry(saga));
        await Retention.RemoveEnded(Since, 10, default);

        await Assert.ThrowsAsync<ConflictException>(() => late.Commit(Given.Key(), default));
        Assert.That(await Rows(), Is.Zero);
    }

    private async Task<Guid> Ended(DateTimeOffset? at, Action<SagaRecord>? change = null)
    {
        var saga = Given.Saga();
        saga.EndedAt = at;
        change?.Invoke(saga);
        await Commit(transaction =>
        {
            transaction.Add(saga);
            transaction.Add(Given.Entry(saga));
        });
        return saga.Id;
    }
}
