using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Repository;

/// <summary>
/// MassTransit's view of the saga rows during one message. Nothing is written before the unit of work commits.
/// </summary>
internal sealed class RecordSagaRepositoryContext<TSaga, TMessage>(
    ConsumeContext<TMessage> context,
    ITransaction transaction,
    string type,
    ISagaConsumeContextFactory<ITransaction, TSaga> factory,
    SagaOrder order,
    TimeProvider time
) : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<TSaga, TMessage>
    where TSaga : class, ISaga
    where TMessage : class
{
    /// <summary>A hand-written machine may pass over a message of an instance that is not there, or not so far: it always reads.</summary>
    private static readonly bool MayRemember =
        typeof(TSaga).IsGenericType
        && typeof(TSaga).GetGenericTypeDefinition().Equals(typeof(Machines.SagaInstance<>));

    private readonly Dictionary<Guid, SagaRecord> _records = [];

    public Task<SagaConsumeContext<TSaga, TMessage>> Add(TSaga instance)
    {
        IsThere(nextVersion: 1);
        return CreateSagaConsumeContext(this, instance, SagaConsumeContextMode.Add);
    }

    /// <summary>Not inserted ahead: the row is written with the commit, and a competitor's row makes that a conflict.</summary>
    public Task<SagaConsumeContext<TSaga, TMessage>> Insert(TSaga instance) =>
        Task.FromResult<SagaConsumeContext<TSaga, TMessage>>(null!);

    public async Task<SagaConsumeContext<TSaga, TMessage>> Load(Guid correlationId)
    {
        var record = await transaction.FindSaga(
            type,
            correlationId,
            MayRemember ? SagaVersion.Told(this) : null,
            CancellationToken
        );
        Failpoint.Hit("after-load");
        if (record is null)
        {
            return null!;
        }

        await order.Enter(this, transaction, record);
        IsThere(record.Version + 1);
        return await CreateSagaConsumeContext(this, Track(record), SagaConsumeContextMode.Load);
    }

    /// <summary>The instances that pass the filter, locked, out of all live ones of this type.</summary>
    /// <exception cref="SagaException">There are more live instances than <see cref="SagaQueryLimit"/>.</exception>
    public async Task<IReadOnlyList<TSaga>> Query(ISagaQuery<TSaga> query)
    {
        var records = await transaction.FindSagas(type, SagaQueryLimit.Instances + 1, CancellationToken);
        SagaQueryLimit.Check(records.Count, type, typeof(TSaga), typeof(TMessage));
        var passes = query.GetFilter();
        var found = records.Select(Track).Where(passes).ToList();
        foreach (var instance in found)
        {
            IsThere(nextVersion: null);
            await order.Enter(this, transaction, _records[instance.CorrelationId]);
        }

        return found;
    }

    public Task Save(SagaConsumeContext<TSaga> context)
    {
        RecordedSaga.Insert(transaction, type, context.Saga, this, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task Update(SagaConsumeContext<TSaga> context)
    {
        RecordedSaga.Update(
            transaction,
            _records[context.Saga.CorrelationId],
            context.Saga,
            this,
            time.GetUtcNow()
        );
        return Task.CompletedTask;
    }

    /// <summary>A hand-written machine said that the instance is completed: it and its history go.</summary>
    public Task Delete(SagaConsumeContext<TSaga> context)
    {
        transaction.Remove(_records[context.Saga.CorrelationId]);
        return Task.CompletedTask;
    }

    public Task Discard(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    /// <summary>A read-only event: the row was not touched.</summary>
    public Task Undo(SagaConsumeContext<TSaga> context) => Task.CompletedTask;

    public Task<SagaConsumeContext<TSaga, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext,
        TSaga instance,
        SagaConsumeContextMode mode
    )
        where T : class => factory.CreateSagaConsumeContext(transaction, consumeContext, instance, mode);

    private void IsThere(long? nextVersion)
    {
        if (TryGetPayload(out SagaPresence presence))
        {
            presence.IsThere = true;
            presence.NextVersion = nextVersion;
        }
    }

    private TSaga Track(SagaRecord record)
    {
        _records[record.Id] = record;
        return RecordedSaga.Read<TSaga>(record);
    }
}
