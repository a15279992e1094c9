using Microsoft.EntityFrameworkCore.Design;
using Sagas.Fulfilment;
using Sagas.Storage;
using Sagas.Storage.Model;
using Sagas.Storage.Providers;
using Sagas.Storage.Providers.Postgres;
using Sagas.Storage.Providers.Sqlite;
using Sagas.Storage.Providers.SqlServer;

namespace Sagas.Worker.DesignTime;

/// <summary>
/// The contexts that <c>dotnet ef</c> writes migrations from (infra/scripts/add-migration). They are made here,
/// because only the worker knows which domain's ledgers belong to the tables. Nothing is connected.
/// </summary>
internal sealed class MigrationContexts
    : IDesignTimeDbContextFactory<SqliteContext>,
        IDesignTimeDbContextFactory<PostgresContext>,
        IDesignTimeDbContextFactory<SqlServerContext>
{
    SqliteContext IDesignTimeDbContextFactory<SqliteContext>.CreateDbContext(string[] args) =>
        (SqliteContext)Open(DatabaseProvider.Sqlite, "Data Source=design-time.db");

    PostgresContext IDesignTimeDbContextFactory<PostgresContext>.CreateDbContext(string[] args) =>
        (PostgresContext)Open(DatabaseProvider.Postgres, "Host=design-time");

    SqlServerContext IDesignTimeDbContextFactory<SqlServerContext>.CreateDbContext(string[] args) =>
        (SqlServerContext)Open(DatabaseProvider.SqlServer, "Server=design-time");

    private static SagasContext Open(DatabaseProvider provider, string connectionString) =>
        new Database(
            ProviderCatalogue.Create(new() { Provider = provider, ConnectionString = connectionString }),
            FulfilmentCatalogue.Create(),
            services: null
        ).Open();
}
