using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    [Test]
    public async Task Inbox_rows_are_removed_in_batches_once_they_are_old()
    {
        await Consume(Given.Now - TimeSpan.FromHours(25), count: 5);
        await Consume(Given.Now - TimeSpan.FromHours(23), count: 2);
        var inbox = services.GetRequiredService<IInboxStore>();
        var age = TimeSpan.FromHours(24);

        Assert.That(await inbox.RemoveOlderThan(age, 3, default), Is.EqualTo(3));
        Assert.That(await inbox.RemoveOlderThan(age, 3, default), Is.EqualTo(2));
        Assert.That(await inbox.RemoveOlderThan(age, 3, default), Is.Zero);
        Assert.That(await Read(context => context.Inbox.CountAsync()), Is.EqualTo(2));
    }

    private async Task Consume(DateTimeOffset at, int count)
    {
        await using var host = Services(SagaLocking.Pessimistic, new ClockAt(at));
        for (var consumed = 0; consumed < count; consumed++)
        {
            await using var transaction = host.GetRequiredService<ITransactionFactory>().Begin();
            await transaction.Commit(Given.Key(), default);
        }
    }

    private sealed class ClockAt(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
