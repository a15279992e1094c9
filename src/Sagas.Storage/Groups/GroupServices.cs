using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Storage.Groups;

/// <summary>What all transactions of a host share that are written in groups.</summary>
internal sealed class GroupServices : IDisposable
{
    private readonly IGroupWriter _writer;

    public GroupServices(Database database, SentMessages sent, SagasMeter? meter, TimeProvider time)
    {
        (Database, Time, Meter, Tables) = (database, time, meter, new(database));
        Reader = new(database);
        _writer = database.Provider.Groups(Tables) ?? new RowByRowWriter(database, Tables);
        Committer = new(database, _writer, Tables, sent, meter);
    }

    public Database Database { get; }

    public TimeProvider Time { get; }

    public SagasMeter? Meter { get; }

    public Tables Tables { get; }

    public SagaMemory Memory { get; } = new();

    public GroupReader Reader { get; }

    public GroupCommitter Committer { get; }

    public void Dispose() => (_writer as IDisposable)?.Dispose();
}
