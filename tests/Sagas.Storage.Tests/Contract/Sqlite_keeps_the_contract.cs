using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Contract;

[TestFixture]
public sealed class Sqlite_keeps_the_contract : StorageContract
{
    protected override TestDatabase CreateDatabase() => new SqliteTestDatabase();
}
