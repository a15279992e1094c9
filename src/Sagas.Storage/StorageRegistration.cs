using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.Clocks;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Leases;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Reconciliation;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Retention;
using Sagas.Orchestration.Schema;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Orchestration.Upgrades;
using Sagas.Storage.Providers;
using Sagas.Storage.Schemas;
using Sagas.Storage.Stores;
using Sagas.Storage.Transactions;

namespace Sagas.Storage;

public static class StorageRegistration
{
    /// <summary>
    /// Implements every port of orchestration that keeps something. Nothing is connected here: a database that is
    /// missing shows when it is used.
    /// </summary>
    public static IServiceCollection AddSagasStorage(
        this IServiceCollection services,
        DatabaseOptions options,
        Catalogue catalogue
    )
    {
        services.TryAddSingleton(new DatabaseClock(TimeProvider.System));
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
        services.AddSingleton(options);
        services.AddSingleton(provider => new Database(
            ProviderCatalogue.Create(options),
            catalogue,
            provider
        ));
        services.TryAddSingleton<SentMessages>();
        services.AddSingleton<ITransactionFactory, TransactionFactory>();
        services.AddSingleton<IOutboxStore, OutboxStore>();
        services.AddSingleton<ITimerStore, TimerStore>();
        services.AddSingleton<IInboxStore, InboxStore>();
        services.AddSingleton<IClaimStore, ClaimStore>();
        services.AddSingleton<IClockStore, ClockStore>();
        services.AddSingleton<IHoldStore, HoldStore>();
        services.AddSingleton<ILatenessStore, LatenessStore>();
        services.AddSingleton<IWaitStore, WaitStore>();
        services.AddSingleton<IRetentionStore, RetentionStore>();
        services.AddSingleton<IDeadLetterStore, DeadLetterStore>();
        services.AddSingleton<IOrderStore, OrderStore>();
        services.AddSingleton<ILeaseStore, LeaseStore>();
        services.AddSingleton<IReplayStore, ReplayStore>();
        services.AddSingleton<IReplayLetters, ReplayLetters>();
        services.AddSingleton<ISagaReader, SagaReader>();
        services.AddSingleton<IDivergenceStore>(provider => new DivergenceStore(
            provider.GetRequiredService<Database>(),
            catalogue
        ));
        services.AddSingleton<IPopulationStore, PopulationStore>();
        services.AddSingleton<ISchema, DatabaseSchema>();
        return services;
    }
}
