using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Groups;
using Sagas.Storage.Model;

namespace Sagas.Storage.Transactions;

internal sealed class TransactionFactory(Database database, DatabaseOptions options, TimeProvider time)
    : ITransactionFactory
{
    private readonly Lazy<GroupServices> groups = new(() => new(database, time));

    public ITransaction Begin() =>
        options.Locking == SagaLocking.Grouped
            ? new GroupTransaction(groups.Value)
            : new Transaction(database, options.Locking, time);
}
