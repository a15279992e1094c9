using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Contract;

/// <summary>
/// What every database must do alike. A new behaviour of storage is described here, never for one database; the
/// files beside this one are its chapters.
/// </summary>
public abstract partial class StorageContract
{
    private TestDatabase database = null!;
    private ServiceProvider services = null!;

    private IOutboxStore Outbox => services.GetRequiredService<IOutboxStore>();

    private ITimerStore Timers => services.GetRequiredService<ITimerStore>();

    private ISagaReader Reader => services.GetRequiredService<ISagaReader>();

    protected abstract TestDatabase CreateDatabase();

    [OneTimeSetUp]
    public async Task Create_the_database()
    {
        database = CreateDatabase();
        await database.Require();
        await database.CreateTables(Ledger.Catalogue);
        services = Services(SagaLocking.Pessimistic);
    }

    [OneTimeTearDown]
    public async Task Drop_the_database()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
            await database.DisposeAsync();
        }
    }

    [SetUp]
    public async Task Empty_the_tables()
    {
        await using var context = database.Open(Ledger.Catalogue).Open();
        await context.Sagas.ExecuteDeleteAsync();
        await context.History.ExecuteDeleteAsync();
        await context.Inbox.ExecuteDeleteAsync();
        await context.Outbox.ExecuteDeleteAsync();
        await context.Timers.ExecuteDeleteAsync();
        await context.Holds.ExecuteDeleteAsync();
        await context.StepTimes.ExecuteDeleteAsync();
        await context.DeadLetters.ExecuteDeleteAsync();
        await context.DeadLetterBodies.ExecuteDeleteAsync();
        await context.DeadLetterGroups.ExecuteDeleteAsync();
        await context.DeadLetterStakes.ExecuteDeleteAsync();
        await context.ReplayPlans.ExecuteDeleteAsync();
        await context.ReplayItems.ExecuteDeleteAsync();
        await context.Set<Shelf>().ExecuteDeleteAsync();
        await context.Set<Booking>().ExecuteDeleteAsync();
    }

    private ServiceProvider Services(SagaLocking locking, TimeProvider? time = null)
    {
        var options = database.Options;
        options.Locking = locking;
        return new ServiceCollection()
            .AddSingleton(time ?? TimeProvider.System)
            .AddSagasStorage(options, Ledger.Catalogue)
            .BuildServiceProvider();
    }

    private ITransaction Begin() => services.GetRequiredService<ITransactionFactory>().Begin();

    /// <summary>One committed transaction.</summary>
    private async Task Commit(Action<ITransaction> write, InboxKey? key = null)
    {
        await using var transaction = Begin();
        write(transaction);
        await transaction.Commit(key, default);
    }

    /// <summary>The number of rows of all tables.</summary>
    private async Task<int> Rows()
    {
        await using var context = database.Open(Ledger.Catalogue).Open();
        return await context.Sagas.CountAsync()
            + await context.History.CountAsync()
            + await context.Inbox.CountAsync()
            + await context.Outbox.CountAsync()
            + await context.Timers.CountAsync()
            + await context.Set<Shelf>().CountAsync()
            + await context.Set<Booking>().CountAsync();
    }

    private async Task<T> Read<T>(Func<Model.SagasContext, Task<T>> read)
    {
        await using var context = database.Open(Ledger.Catalogue).Open();
        return await read(context);
    }
}
