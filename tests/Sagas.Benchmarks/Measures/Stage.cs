using System.Globalization;
using Npgsql;
using Sagas.Benchmarks.Peers;
using Sagas.TestKit.Services;

namespace Sagas.Benchmarks.Measures;

/// <summary>The servers of a whole run: the same for every peer, each with a database and a virtual host of its own.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly OwnPostgres _postgres;
    private readonly OwnBroker _broker;
    private int _given;

    private Stage(OwnPostgres postgres, OwnBroker broker) => (_postgres, _broker) = (postgres, broker);

    public static async Task<Stage> Set()
    {
        var postgres = OwnPostgres.Create();
        var broker = OwnBroker.Create();
        return new(await postgres, await broker);
    }

    public async Task<Servers> ForPeer(int prefetch)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"benchmark_{++_given}");
        await using var connection = new NpgsqlConnection(_postgres.ConnectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        var database = new NpgsqlConnectionStringBuilder(_postgres.ConnectionString)
        {
            Database = name,
            // What is encrypted could not be counted.
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        };
        return new(database.ConnectionString, await _broker.AddVirtualHost(name), prefetch);
    }

    /// <summary>Processor seconds of PostgreSQL and RabbitMQ since they started.</summary>
    public (double Postgres, double RabbitMq) Cpu() =>
        (ProcessTree.Cpu(_postgres.ProcessId), ProcessTree.Cpu(_broker.ProcessId));

    public Task<long> Messages() => _broker.MessagesReceived();

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        await _broker.DisposeAsync();
    }
}
