using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Storage.Groups;

/// <summary>What all transactions of a host share that are written in groups.</summary>
internal sealed class GroupServices
{
    public GroupServices(Database database, SentMessages sent, SagasMeter? meter, TimeProvider time)
    {
        (Database, Time, Tables) = (database, time, new(database));
        Reader = new(database);
        Committer = new(
            database,
            database.Provider.Groups(Tables) ?? new RowByRowWriter(database, Tables),
            Tables,
            sent,
            meter
        );
    }

    public Database Database { get; }

    public TimeProvider Time { get; }

    public Tables Tables { get; }

    public GroupReader Reader { get; }

    public GroupCommitter Committer { get; }
}
