using MassTransit;
using MassTransit.Saga;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Repository;

/// <summary>Connects MassTransit's saga repository to the transaction of the message being consumed.</summary>
internal sealed class RecordSagaRepositoryContextFactory<TSaga>(
    ITransaction transaction,
    SagaTypeNames names,
    ISagaConsumeContextFactory<ITransaction, TSaga> factory,
    SagaOrder order,
    TimeProvider time
) : ISagaRepositoryContextFactory<TSaga>, ILoadSagaRepositoryContextFactory<TSaga>
    where TSaga : class, ISaga
{
    public void Probe(ProbeContext context) => context.Add("persistence", "record");

    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<TSaga, T>> next)
        where T : class => next.Send(Create(context));

    public async Task SendQuery<T>(
        ConsumeContext<T> context,
        ISagaQuery<TSaga> query,
        IPipe<SagaRepositoryQueryContext<TSaga, T>> next
    )
        where T : class
    {
        var repository = Create(context);
        var instances = await repository.Query(query);
        await next.Send(new LoadedSagaRepositoryQueryContext<TSaga, T>(repository, instances));
    }

    public Task<T> Execute<T>(
        Func<LoadSagaRepositoryContext<TSaga>, Task<T>> asyncMethod,
        CancellationToken cancellationToken = default
    )
        where T : class =>
        asyncMethod(new RecordLoadContext<TSaga>(transaction, names.Of(typeof(TSaga)), cancellationToken));

    private RecordSagaRepositoryContext<TSaga, T> Create<T>(ConsumeContext<T> context)
        where T : class => new(context, transaction, names.Of(typeof(TSaga)), factory, order, time);
}
