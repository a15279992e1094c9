using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.Core;
using Sagas.Fulfilment;
using Sagas.Messaging;
using Sagas.Orchestration;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Schema;
using Sagas.Storage;
using Sagas.TestKit;
using Sagas.TestKit.Services;
using Sagas.TestKit.Wire;

namespace Sagas.Tests.Orchestration;

/// <summary>
/// What a saga's message costs on PostgreSQL when MassTransit consumes it: the whole way from the endpoint to the
/// sent commands, counted on the wire. The bus runs without the sweeps, which would be counted too.
/// </summary>
[TestFixture(SagaLocking.Grouped)]
[TestFixture(SagaLocking.Pessimistic)]
public sealed class WireTests(SagaLocking locking)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentQueue<(Guid? Saga, string Queue)> _sends = [];
    private TestPostgres _database = null!;
    private PostgresWireTap _tap = null!;
    private ServiceProvider _services = null!;
    private IBusControl _bus = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _database = await TestPostgres.Create();
        var connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString);
        _tap = PostgresWireTap.Start(connection.Host!, connection.Port);
        (connection.Host, connection.Port) = ("127.0.0.1", _tap.Port);
        (connection.SslMode, connection.GssEncryptionMode) = (SslMode.Disable, GssEncryptionMode.Disable);
        var options = new DatabaseOptions
        {
            Provider = DatabaseProvider.Postgres,
            ConnectionString = connection.ConnectionString,
            Locking = locking,
        };
        _services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSagasStorage(options, FulfilmentCatalogue.Create())
            .AddSagasOrchestration(bus =>
            {
                bus.AddSaga(new FanSaga());
                bus.UseSagasInMemory();
            })
            .BuildServiceProvider(true);
        await _services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        _bus = _services.GetRequiredService<IBusControl>();
        await _bus.StartAsync();
        _bus.ConnectSendObserver(new SendObserver(_sends));
        await Consume("warm", 1, new StartFan("warm"));
        foreach (var (step, version) in new[] { ("first", 2), ("left", 3), ("middle", 4), ("right", 5) })
        {
            await Consume("warm", version, Reply("warm", step));
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_bus is not null)
        {
            await _bus.StopAsync();
            await _services.DisposeAsync();
            await _tap.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    [Test]
    public async Task A_message_that_tells_the_version_takes_one_transaction_and_nothing_else()
    {
        if (locking != SagaLocking.Grouped)
        {
            Assert.Ignore("A row that has to be locked has to be read.");
        }

        var start = await Consume("R", 1, new StartFan("R"), told: 0);
        var answer = await Consume("R", 2, Reply("R", "first"), told: 1);

        Assert.That((start.Transactions, start.RoundTrips), Is.EqualTo((1, 1)), start.ToString());
        Assert.That((answer.Transactions, answer.RoundTrips), Is.EqualTo((1, 1)), answer.ToString());
    }

    [Test]
    public async Task A_saga_message_takes_one_commit_and_at_most_three_round_trips()
    {
        var start = await Consume("F", 1, new StartFan("F"));
        var sendsThree = await Consume("F", 2, Reply("F", "first"));
        var sendsNone = await Consume("F", 3, Reply("F", "left"));
        await Consume("F", 4, Reply("F", "middle"));
        var publishesOne = await Consume("F", 5, Reply("F", "right"));

        Assert.That(
            _sends.Count(send => send.Saga == DerivedId.OfSaga("fan", "F") && send.Queue == "folders"),
            Is.EqualTo(4),
            "the commands that were sent"
        );
        Assert.Multiple(() =>
        {
            foreach (var cost in new[] { start, sendsThree, sendsNone, publishesOne })
            {
                if (locking == SagaLocking.Grouped)
                {
                    // Its commit has no statement of its own: what it reads and what it writes are a transaction each.
                    Assert.That(cost.Transactions, Is.EqualTo(2), cost.ToString());
                    Assert.That(cost.RoundTrips, Is.EqualTo(2), cost.ToString());
                }
                else
                {
                    Assert.That(cost.Commits, Is.EqualTo(1), cost.ToString());
                    Assert.That(cost.RoundTrips, Is.InRange(1, 3), cost.ToString());
                }
            }
        });
    }

    /// <summary>Publishes past the outbox, and waits for the saga's version on a connection that is not tapped.</summary>
    private async Task<WireCount> Consume(string key, int version, object message, long? told = null)
    {
        var id = DerivedId.OfSaga("fan", key);
        _tap.Take();
        await _bus.Publish(message, context => context.Headers.Set("Saga-Version", told));
        await Eventually.Get(
            $"version {version}",
            Patience,
            () => _database.Count($"select coalesce(max(version), 0) from saga where id = '{id}'"),
            found => found == version
        );
        return _tap.Take();
    }

    private static Folded Reply(string key, string step)
    {
        var id = DerivedId.OfSaga("fan", key);
        return new(id, DerivedId.OfEffect(id, step));
    }

    private sealed class SendObserver(ConcurrentQueue<(Guid? Saga, string Queue)> sends) : ISendObserver
    {
        public Task PreSend<T>(SendContext<T> context)
            where T : class => Task.CompletedTask;

        public Task PostSend<T>(SendContext<T> context)
            where T : class
        {
            sends.Enqueue((context.CorrelationId, Address.EndOf(context.DestinationAddress!.ToString())));
            return Task.CompletedTask;
        }

        public Task SendFault<T>(SendContext<T> context, Exception exception)
            where T : class => Task.CompletedTask;
    }
}
