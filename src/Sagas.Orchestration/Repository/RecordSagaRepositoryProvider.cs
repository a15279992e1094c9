using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Repository;

/// <summary>Gives every saga that is registered with the bus our repository.</summary>
internal sealed class RecordSagaRepositoryProvider : ISagaRepositoryRegistrationProvider
{
    public void Configure<TSaga>(ISagaRegistrationConfigurator<TSaga> configurator)
        where TSaga : class, ISaga =>
        configurator.Repository(registration =>
        {
            registration.RegisterSagaRepository<
                TSaga,
                ITransaction,
                SagaConsumeContextFactory<ITransaction, TSaga>,
                RecordSagaRepositoryContextFactory<TSaga>
            >();
            registration.RegisterLoadSagaRepository<TSaga, RecordSagaRepositoryContextFactory<TSaga>>();
        });
}
