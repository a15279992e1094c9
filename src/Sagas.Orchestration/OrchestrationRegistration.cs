using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Clocks;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.DeadLetters.Edits;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Reconciliation;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Retention;
using Sagas.Orchestration.Retries;
using Sagas.Orchestration.Suspects;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.Transports;
using Sagas.Orchestration.Turns;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Orchestration.Upgrades;

namespace Sagas.Orchestration;

/// <summary>Puts a bus on our storage: saga repository, unit of work, outbox, timers and scheduler.</summary>
public static class OrchestrationRegistration
{
    /// <summary>
    /// Registers the bus and everything around it. Storage (the ports in UnitsOfWork, Outbox, Inbox, Timers and
    /// History) has to be registered as well, and the host's metrics (<c>IMeterFactory</c>).
    /// </summary>
    /// <param name="configure">Adds sagas and participants, and chooses the transport.</param>
    public static IServiceCollection AddSagasOrchestration(
        this IServiceCollection services,
        Action<IBusRegistrationConfigurator> configure
    )
    {
        services.TryAddSingleton(new DatabaseClock(TimeProvider.System));
        services.TryAddSingleton<TimeProvider>(provider => provider.GetRequiredService<DatabaseClock>());
        services.AddSingleton<SagasMeter>();
        services.AddSingleton(new SagaTypeNames());
        services.AddUnitsOfWork();
        services.AddAdmission();
        services.AddRetries();
        services.AddOperators();
        services.AddReplays();
        services.AddReconciliation();
        services.AddSweeps();
        services.AddMassTransit(bus =>
        {
            bus.SetSagaRepositoryProvider(new RecordSagaRepositoryProvider());
            bus.ReplaceScoped<IScopedBusContextProvider<IBus>, BusOutboxProvider>();
            bus.AddConfigureEndpointsCallback(ConfigureEndpoint);
            bus.AddBusObserver(provider => provider.GetRequiredService<BusStopping>());
            // MassTransit would tell its makers over the internet how it is used. A host of somebody's money tells nobody.
            bus.DisableUsageTelemetry();
            configure(bus);
        });
        return services;
    }

    /// <summary>Gives each message being consumed the scheduler on our timers. For the transports' configuration.</summary>
    public static void UseTimers(this IBusFactoryConfigurator bus) =>
        bus.AddPrePipeSpecification(new FilterPipeSpecification<ConsumeContext>(new TimerSchedulerFilter()));

    private static void AddUnitsOfWork(this IServiceCollection services)
    {
        services.AddOptions<OutboxOptions>();
        services.AddOptions<InboxOptions>();
        services.AddOptions<RetentionOptions>();
        services.AddSingleton<UnitOfWorkServices>();
        services.AddSingleton<StoredMessageSender>();
        services.AddSingleton<TimerSender>();
        services.AddSingleton<OutboxDispatcher>();
        services.TryAddSingleton<SentMessages>();
        services.AddSingleton<OutboxRemover>();
        services.AddSingleton<HeldNow>();
        services.AddSingleton<StepClock>();
        services.AddScoped(provider => provider.GetRequiredService<ITransactionFactory>().Begin());
        services.AddScoped<IUnitOfWork>(provider => provider.GetRequiredService<ITransaction>());
        services.AddScoped<BusOutbox>();
        services.AddScoped<IBusOutbox>(provider => provider.GetRequiredService<BusOutbox>());
    }

    private static void AddAdmission(this IServiceCollection services)
    {
        services.AddOptions<AdmissionOptions>();
        services.AddSingleton<AnswerAddresses>();
        services.AddSingleton<AdmissionServices>();
    }

    private static void AddRetries(this IServiceCollection services)
    {
        services.AddOptions<RetryOptions>();
        services.AddOptions<OrderOptions>();
        services.AddSingleton<OrderedSagas>();
        services.AddSingleton<SagaOrder>();
        services.AddSingleton(new RetryPlans());
        services.AddSingleton<RetryPolicies>();
        services.AddSingleton<Outage>();
        services.AddSingleton<BusStopping>();
        services.AddSingleton<BackpressureServices>();
        services.AddSingleton<RetryServices>();
        services.AddSingleton<SuspectGate>();
        services.AddSingleton<SuspectServices>();
    }

    private static void AddOperators(this IServiceCollection services)
    {
        services.AddOptions<OperatorOptions>();
        services.AddOptions<LatenessOptions>();
        services.AddSingleton(new SagaDesks());
        services.AddSingleton(new QueueContracts());
        services.AddSingleton<Deed>();
        services.AddSingleton<ISagaOperator, SagaOperator>();
        services.AddSingleton<ITimerOperator, TimerOperator>();
        services.AddSingleton<IHoldOperator, HoldOperator>();
        services.AddSingleton<ILateSagas, LateSagas>();
        services.AddSingleton<BlockadeReader>();
        services.AddSingleton<Whereabouts>();
        services.AddSingleton<ISagaDiagnosis, SagaDiagnosis>();
        services.AddSingleton<IAcceptances, Acceptances>();
        services.AddOptions<DeadLetterOptions>();
        services.AddSingleton<DeadLetterReader>();
        services.AddSingleton<IDeadLetterIndex, DeadLetterIndexer>();
        services.AddSingleton<ILetterEditor, LetterEditor>();
        services.AddSingleton<PopulationReader>();
    }

    private static void AddReconciliation(this IServiceCollection services)
    {
        services.AddSingleton<QueueReader>();
        services.AddSingleton<MessageJudge>();
        services.AddSingleton<EffectJudge>();
        services.AddSingleton<WaitJudge>();
        services.AddSingleton<AcceptanceJudge>();
        services.AddSingleton<IReconciliation, Reconciler>();
    }

    private static void AddReplays(this IServiceCollection services)
    {
        services.AddSingleton<Preflight>();
        services.AddSingleton<ReplayPlanner>();
        services.AddSingleton<IReplays, ReplayDesk>();
        services.AddSingleton<ReplaySender>();
        services.AddSingleton<ReplayRound>();
        services.AddSingleton<ReplayConfirmation>();
        services.AddSingleton<ReplayJudge>();
        services.AddSingleton<ReplayCleanup>();
        services.AddSingleton<ReplayRun>();
    }

    /// <summary>Hosted services stop in reverse: the bus, added last, stops first, and what it still sent is tidied up.</summary>
    private static void AddSweeps(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<OutboxRemover>());
        services.AddHostedService<ClockSweep>();
        services.AddHostedService<HoldSweep>();
        services.AddHostedService<OutboxSweeper>();
        services.AddHostedService<TimerSweeper>();
        services.AddHostedService<InboxCleaner>();
        services.AddHostedService<EndedSagaCleaner>();
        services.AddHostedService<InFlightSweep>();
        services.AddHostedService<LearningSweep>();
        services.AddHostedService<RecoverySweep>();
        services.AddHostedService<DeadLetterSweep>();
        services.AddHostedService<DeadLetterCleaner>();
        services.AddHostedService<BlockedSweep>();
        services.AddHostedService<ReplaySweep>();
    }

    private static void ConfigureEndpoint(
        IRegistrationContext context,
        string name,
        IReceiveEndpointConfigurator endpoint
    )
    {
        endpoint.PublishFaults = false;
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(
                new DeadLetterNoteFilter(
                    name,
                    context.GetRequiredService<DeadLetterReader>(),
                    context.GetRequiredService<IDeadLetterStore>(),
                    context.GetRequiredService<ITimerStore>(),
                    context.GetRequiredService<IDeadLetterQueues>(),
                    context.GetRequiredService<IOptions<AdmissionOptions>>(),
                    context.GetRequiredService<TimeProvider>(),
                    context.GetRequiredService<ILogger<DeadLetterNoteFilter>>()
                )
            );
            error.UseFilter(new ErrorTransportFilter());
        });
        endpoint.ConfigureDeadLetter(skipped =>
        {
            skipped.UseFilter(new SkippedNoteFilter(name, context.GetRequiredService<SagasMeter>()));
            skipped.UseFilter(new DeadLetterTransportFilter());
        });
        var observer = new UnitOfWorkObserver(name, context);
        endpoint.ConnectConsumerConfigurationObserver(observer);
        endpoint.ConnectSagaConfigurationObserver(observer);
    }
}
