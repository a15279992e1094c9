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

    /// <summary>Why the options cannot be used, with what to do; null: they can, as far as can be told without connecting.</summary>
    public static string? Refuse(DatabaseOptions options)
    {
        try
        {
            return Create(options).Refusal;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return $"{DatabaseOptions.Section}:ConnectionString is not one of {options.Provider}: "
                + $"{exception.Message} Correct it, or {DatabaseOptions.Section}:Provider.";
        }
    }
}
