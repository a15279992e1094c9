using Sagas.Storage.Providers.Postgres;
using Sagas.Storage.Providers.Sqlite;
using Sagas.Storage.Providers.SqlServer;

namespace Sagas.Storage.Providers;

/// <summary>The databases that can be configured; another one is a folder beside this file, and a line here.</summary>
internal static class ProviderCatalogue
{
    public static Provider Create(DatabaseOptions options) =>
        options.Provider switch
        {
            DatabaseProvider.Sqlite => new SqliteProvider(options.ConnectionString),
            DatabaseProvider.Postgres => new PostgresProvider(options.ConnectionString),
            DatabaseProvider.SqlServer => new SqlServerProvider(options.ConnectionString),
            _ => throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Provider,
                "Expected Sqlite, Postgres or SqlServer."
            ),
        };
}
