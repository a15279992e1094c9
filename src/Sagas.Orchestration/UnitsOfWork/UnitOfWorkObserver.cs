using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Retries;
using Sagas.Orchestration.Transports;
using Sagas.Orchestration.Turns;

namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>Puts a unit of work around every consumer and saga of an endpoint, as MassTransit configures them.</summary>
internal sealed class UnitOfWorkObserver(string endpoint, IRegistrationContext context)
    : IConsumerConfigurationObserver,
        ISagaConfigurationObserver
{
    private readonly UnitOfWorkServices _services = context.GetRequiredService<UnitOfWorkServices>();
    private readonly RetryServices _retries = context.GetRequiredService<RetryServices>();
    private readonly SagaTypeNames _names = context.GetRequiredService<SagaTypeNames>();
    private readonly DeliveryReceipts? _receipts = context.GetService<DeliveryReceipts>();
    private readonly Dictionary<string, string> _consumers = [];
    private readonly Dictionary<Type, IDefinitionMachine> _machines = [];
    private readonly SagaTurns _turns = new();
    private readonly Lazy<Places> _places = new(() => new(ConcurrencyOf(context)));
    private readonly Dictionary<Type, Places> _beginnings = [];

    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class { }

    public void ConsumerMessageConfigured<TConsumer, TMessage>(
        IConsumerMessageConfigurator<TConsumer, TMessage> configurator
    )
        where TConsumer : class
        where TMessage : class =>
        Wrap<TMessage>(
            (IConsumerMessageConfigurator<TMessage>)configurator,
            typeof(TConsumer),
            new(IdOf<TMessage>(), endpoint, null)
        );

    public void SagaConfigured<TSaga>(ISagaConfigurator<TSaga> configurator)
        where TSaga : class, ISaga { }

    /// <summary>Hand-written machines get their history by observation; a definition's machine writes a richer one itself.</summary>
    public void StateMachineSagaConfigured<TInstance>(
        ISagaConfigurator<TInstance> configurator,
        SagaStateMachine<TInstance> stateMachine
    )
        where TInstance : class, ISaga, SagaStateMachineInstance
    {
        if (stateMachine is IDefinitionMachine machine)
        {
            _machines[typeof(TInstance)] = machine;
            _beginnings[machine.Plan.StartType] = new(ConcurrencyOf(context), BackpressureOf(machine.Plan));
        }
        else
        {
            stateMachine.ConnectEventObserver(
                new HistoryObserver<TInstance>(stateMachine, _names.Of(typeof(TInstance)))
            );
        }
    }

    public void SagaMessageConfigured<TSaga, TMessage>(ISagaMessageConfigurator<TSaga, TMessage> configurator)
        where TSaga : class, ISaga
        where TMessage : class =>
        Wrap<TMessage>(
            (ISagaMessageConfigurator<TMessage>)configurator,
            typeof(TSaga),
            new(IdOf<TMessage>(), endpoint, _names.Of(typeof(TSaga)))
            {
                MustFindSaga = !_names.DiscardsOrphans(typeof(TSaga)),
            },
            new SagaTurnFilter<TMessage>(
                _turns,
                () => _beginnings.GetValueOrDefault(typeof(TMessage)) ?? _places.Value,
                message => _machines.GetValueOrDefault(typeof(TSaga))?.SagaOf(message),
                _retries.Stopping
            )
        );

    private static SagaConcurrency ConcurrencyOf(IRegistrationContext context) =>
        context.GetService<SagaConcurrency>() ?? SagaConcurrency.Default;

    /// <returns>Null: the transport has no view of its queues.</returns>
    private Backpressure? BackpressureOf(ISagaPlan plan) =>
        context.GetService<IBrokerView>() is null
            ? null
            : new(plan, context.GetRequiredService<BackpressureServices>(), _retries.Stopping);

    private string IdOf<TMessage>() => $"{endpoint}/{typeof(TMessage).Name}";

    /// <summary>
    /// Retries outside, so that each attempt is a unit of work of its own, and takes its turn anew: what waits to be tried
    /// again keeps nobody else waiting.
    /// </summary>
    private void Wrap<TMessage>(
        IPipeConfigurator<ConsumeContext<TMessage>> configurator,
        Type owner,
        Consumer consumer,
        IFilter<ConsumeContext<TMessage>>? turn = null
    )
        where TMessage : class
    {
        if (!_consumers.TryAdd(consumer.Id, owner.Name))
        {
            throw new ConfigurationException(
                $"{owner.Name} and {_consumers[consumer.Id]} both consume {typeof(TMessage).Name} at \"{endpoint}\", where the "
                    + "second would take each message for a repetition. Give one of them an endpoint of its own."
            );
        }

        _receipts?.Expect<TMessage>(endpoint);
        configurator.UseFilter(new RetryFilter<TMessage>(consumer, _retries));
        if (turn is not null)
        {
            configurator.UseFilter(turn);
        }

        configurator.UseFilter(
            new UnitOfWorkFilter<TMessage>(new ConsumeScopeProvider(context), consumer, _services)
        );
    }
}
