using MassTransit;
using MassTransit.Middleware;
using MassTransit.Saga;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Repository;

/// <summary>Loads an instance for a reader outside consumers.</summary>
internal sealed class RecordLoadContext<TSaga>(
    ITransaction transaction,
    string type,
    CancellationToken cancellationToken
) : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<TSaga>
    where TSaga : class, ISaga
{
    public async Task<TSaga> Load(Guid correlationId)
    {
        var record = await transaction.FindSaga(type, correlationId, CancellationToken);
        return record is null ? null! : RecordedSaga.Read<TSaga>(record);
    }
}
