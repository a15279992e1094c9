using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Sagas.Storage.Tests.Databases;

/// <summary>On the server of <c>SAGAS_TEST_POSTGRES</c>, or the one that infra/scripts/services starts.</summary>
public sealed class PostgresTestDatabase : TestDatabase
{
    private static readonly NpgsqlConnectionStringBuilder Server = new(
        Environment.GetEnvironmentVariable("SAGAS_TEST_POSTGRES")
            ?? "Host=127.0.0.1;Username=sagas;Password=sagas;Database=postgres"
    );

    public override DatabaseOptions Options =>
        Of(new(Server.ConnectionString) { Database = Name, MaxPoolSize = 20 });

    public override DatabaseOptions Unreachable => Of(new(Server.ConnectionString) { Port = 1 });

    public override async Task Require()
    {
        try
        {
            await using var connection = new NpgsqlConnection(Server.ConnectionString);
            await connection.OpenAsync();
        }
        catch (NpgsqlException exception)
        {
            var reason =
                $"PostgreSQL at {Server.Host}:{Server.Port}: {exception.Message} Start it with infra/scripts/services.";
            if (IsContinuousIntegration)
            {
                Assert.Fail(reason);
            }

            Assert.Ignore($"Not run. {reason}");
        }
    }

    /// <summary>At most so many connections, counted when one is opened; -1: without a limit.</summary>
    public async Task Admit(int connections)
    {
        await using (var context = Open(new([], [])).Open())
        await using (var pool = new NpgsqlConnection(context.Database.GetConnectionString()))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await using var connection = new NpgsqlConnection(Server.ConnectionString);
        await connection.OpenAsync();
        await using var alter = new NpgsqlCommand(
            $"alter database {Name} connection limit {connections}",
            connection
        );
        await alter.ExecuteNonQueryAsync();
    }

    private static DatabaseOptions Of(NpgsqlConnectionStringBuilder connection) =>
        new() { Provider = DatabaseProvider.Postgres, ConnectionString = connection.ConnectionString };
}
