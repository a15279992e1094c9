using BenchmarkDotNet.Attributes;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Benchmarks.Peers.Ours;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage;

namespace Sagas.Benchmarks.Micro;

/// <summary>A message that sends one, committed to a SQLite file: alone, and as many as a group takes.</summary>
[MemoryDiagnoser]
public class Commits
{
    private const int AtOnce = 64;
    private readonly string _file = Path.Combine(
        Path.GetTempPath(),
        $"sagas-commits-{Guid.CreateVersion7():N}.db"
    );
    private ServiceProvider _services = null!;
    private ITransactionFactory _factory = null!;

    [ParamsAllValues]
    public SagaLocking Locking { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _services = new ServiceCollection()
            .AddSagasStorage(
                new() { ConnectionString = $"Data Source={_file}", Locking = Locking },
                Participants.Catalogue
            )
            .BuildServiceProvider();
        _services.GetRequiredService<ISchema>().Migrate(default).GetAwaiter().GetResult();
        _factory = _services.GetRequiredService<ITransactionFactory>();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _services.Dispose();
        File.Delete(_file);
    }

    [Benchmark]
    public async Task One_message()
    {
        await using var transaction = _factory.Begin();
        transaction.Add(
            new OutboxRecord
            {
                Id = Guid.CreateVersion7(),
                MessageId = Guid.CreateVersion7(),
                Destination = "exchange:inventory",
                ContentType = "application/vnd.masstransit+json",
                Body = "{}",
                Metadata = "{}",
                CreatedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await transaction.Commit(new(Guid.CreateVersion7(), "inventory/ReserveStock"), default);
    }

    [Benchmark(OperationsPerInvoke = AtOnce)]
    public Task Many_messages() =>
        Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(One_message)));
}
