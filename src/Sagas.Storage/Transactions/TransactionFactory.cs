using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;

namespace Sagas.Storage.Transactions;

internal sealed class TransactionFactory(Database database, DatabaseOptions options, TimeProvider time)
    : ITransactionFactory
{
    public ITransaction Begin() => new Transaction(database, options.Locking, time);
}
