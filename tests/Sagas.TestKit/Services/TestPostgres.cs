using Npgsql;

namespace Sagas.TestKit.Services;

/// <summary>A database of its own on a real PostgreSQL, dropped at the end.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private const string Default = "Host=127.0.0.1;Username=sagas;Password=sagas;Database=postgres";

    private readonly string _admin;

    private TestPostgres(string admin, string name)
    {
        _admin = admin;
        Name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(admin)
        {
            Database = name,
            MaxPoolSize = 10,
        }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <param name="server">Null: the machine's.</param>
    public static async Task<TestPostgres> Create(string? server = null)
    {
        var admin = server ?? Environment.GetEnvironmentVariable("SAGAS_TEST_POSTGRES") ?? Default;
        var name = $"sagas_test_{MassTransit.NewId.Next():N}";
        try
        {
            await Execute(admin, $"create database {name}");
        }
        catch (NpgsqlException failure)
        {
            Requirement.Missing(
                $"PostgreSQL does not answer ({failure.Message}). Run infra/scripts/services start."
            );
        }

        return new TestPostgres(admin, name);
    }

    /// <summary>A database with everything that is in another one, which nobody may use meanwhile.</summary>
    public static async Task<TestPostgres> CopyOf(TestPostgres other)
    {
        var name = $"sagas_test_{MassTransit.NewId.Next():N}";
        await using (var pool = new NpgsqlConnection(other.ConnectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await Execute(other._admin, $"create database {name} template {other.Name}");
        return new TestPostgres(other._admin, name);
    }

    /// <returns>How many rows it changed.</returns>
    public Task<int> Execute(string sql) => Execute(ConnectionString, sql);

    public async Task<IReadOnlyList<T>> Query<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task<long> Count(string sql) => (await Query(sql, row => row.GetInt64(0)))[0];

    /// <summary>
    /// Ends our own connections only: <c>with (force)</c> fails where the server's autovacuum is at work, which belongs to
    /// another role, and which a plain drop sends away by itself.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await Execute(
            _admin,
            $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{Name}' and usename = current_user"
        );
        await Execute(_admin, $"drop database {Name}");
    }

    private static async Task<int> Execute(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
