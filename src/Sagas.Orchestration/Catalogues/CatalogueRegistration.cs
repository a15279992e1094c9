using System.Reflection;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Retries;

namespace Sagas.Orchestration.Catalogues;

/// <summary>Registers sagas and participants with the bus.</summary>
public static class CatalogueRegistration
{
    /// <summary>The sagas and participants of a catalogue that this host plays.</summary>
    /// <param name="roles">Names of sagas and participants; empty: all.</param>
    /// <exception cref="InvalidDefinitionException">A definition has faults.</exception>
    /// <exception cref="ArgumentException">A role is not in the catalogue.</exception>
    public static void AddCatalogue(
        this IBusRegistrationConfigurator bus,
        Catalogue catalogue,
        IReadOnlyCollection<string> roles
    )
    {
        var known = catalogue
            .Sagas.Select(saga => saga.Name)
            .Concat(catalogue.Participants.Select(p => p.Name))
            .ToList();
        if (roles.FirstOrDefault(role => !known.Contains(role)) is { } unknown)
        {
            throw new ArgumentException(
                $"\"{unknown}\" is neither a saga nor a participant. Name some of: {string.Join(", ", known)}.",
                nameof(roles)
            );
        }

        // People reach every saga from every host, whatever the host plays.
        foreach (var saga in catalogue.Sagas)
        {
            Method(nameof(AddDesk)).MakeGenericMethod(saga.DataType).Invoke(null, [bus, saga]);
        }

        foreach (var participant in catalogue.Participants)
        {
            Instance<QueueContracts>(bus).Add(participant);
        }

        foreach (var saga in catalogue.Sagas.Where(saga => roles.Count == 0 || roles.Contains(saga.Name)))
        {
            Method(nameof(AddSaga)).MakeGenericMethod(saga.DataType).Invoke(null, [bus, saga]);
        }

        foreach (
            var participant in catalogue.Participants.Where(p => roles.Count == 0 || roles.Contains(p.Name))
        )
        {
            bus.AddParticipant(participant);
        }
    }

    /// <summary>A saga that a definition describes, at the queue <c>name-saga</c>.</summary>
    public static void AddSaga<TData>(
        this IBusRegistrationConfigurator bus,
        Core.Definitions.SagaDefinition<TData> definition
    )
        where TData : class
    {
        _ = definition.Plan;
        bus.AddDesk(definition);
        Names(bus).Add(typeof(SagaInstance<TData>), definition.Name, keepsOrder: definition.Plan.KeepsOrder);
        bus.AddSingleton(definition);
        bus.AddSagaStateMachine<DefinitionMachine<TData>, SagaInstance<TData>>()
            .Endpoint(endpoint => endpoint.Name = Address.QueueOfSaga(definition.Name));
    }

    /// <summary>
    /// A hand-written state machine, at the queue <c>name-saga</c>, with the same storage, inbox, outbox, timers and
    /// history as a definition.
    /// </summary>
    /// <param name="name">Stable: under it the instances are stored.</param>
    /// <param name="discardOrphans">
    /// True: a message for an instance that is not there is dropped, or does what the machine says about missing instances.
    /// False: it is redelivered, and quarantined when the instance never comes. Instances that completed are not there
    /// either: a machine that removes them and may be told of them later wants true.
    /// </param>
    /// <param name="keepsOrder">
    /// True: later messages of an instance wait behind a dead one, until it is replayed or discarded, or their time is over.
    /// </param>
    public static void AddHandWrittenSaga<TMachine, TInstance>(
        this IBusRegistrationConfigurator bus,
        string name,
        bool discardOrphans = false,
        bool keepsOrder = true
    )
        where TMachine : class, SagaStateMachine<TInstance>
        where TInstance : class, SagaStateMachineInstance
    {
        Names(bus).Add(typeof(TInstance), name, discardOrphans, keepsOrder);
        bus.AddSingleton(services => new HandWrittenContracts(
            name,
            services.GetRequiredService<SagaStateMachine<TInstance>>()
        ));
        bus.AddSagaStateMachine<TMachine, TInstance>()
            .Endpoint(endpoint => endpoint.Name = Address.QueueOfSaga(name));
    }

    /// <summary>The consumers of a participant, at the queue of its name.</summary>
    public static void AddParticipant(this IBusRegistrationConfigurator bus, Participant participant)
    {
        Instance<QueueContracts>(bus).Add(participant);
        foreach (var consumer in participant.Consumers)
        {
            bus.AddConsumer(consumer).Endpoint(endpoint => endpoint.Name = participant.Name);
        }
    }

    /// <summary>Lets people see to the sagas of a definition from this host, which need not play it.</summary>
    public static void AddDesk<TData>(
        this IBusRegistrationConfigurator bus,
        Core.Definitions.SagaDefinition<TData> definition
    )
        where TData : class
    {
        Instance<SagaDesks>(bus).Add(new SagaDesk<TData>(definition));
        Instance<RetryPlans>(bus).Add(definition.Plan);
        Instance<QueueContracts>(bus).Add(definition.Plan);
        bus.AddSingleton(new SagaReplies(Address.QueueOfSaga(definition.Name), definition.Plan.ReplyTypes));
    }

    private static SagaTypeNames Names(IBusRegistrationConfigurator bus) => Instance<SagaTypeNames>(bus);

    private static T Instance<T>(IBusRegistrationConfigurator bus) =>
        bus.Select(service => service.ImplementationInstance).OfType<T>().FirstOrDefault()
        ?? throw new InvalidOperationException(
            "The bus has no storage for sagas yet. Call AddSagasOrchestration first."
        );

    private static MethodInfo Method(string name) => typeof(CatalogueRegistration).GetMethod(name)!;
}
