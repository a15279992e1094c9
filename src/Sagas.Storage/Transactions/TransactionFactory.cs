using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Groups;
using Sagas.Storage.Model;

namespace Sagas.Storage.Transactions;

internal sealed class TransactionFactory(
    Database database,
    DatabaseOptions options,
    SentMessages sent,
    TimeProvider time,
    SagasMeter? meter = null
) : ITransactionFactory, IDisposable
{
    private readonly Lazy<GroupServices> groups = new(() => new(database, sent, meter, time));

    public ITransaction Begin() =>
        options.Locking == SagaLocking.Grouped
            ? new GroupTransaction(groups.Value)
            : new Transaction(database, options.Locking, time);

    public void Dispose()
    {
        if (groups.IsValueCreated)
        {
            groups.Value.Dispose();
        }
    }
}
