using MassTransit;

namespace Sagas.Tests.Fulfilment.Failures;

/// <summary>Puts the plan's faults into the pipe of every consumer and saga of an endpoint.</summary>
internal sealed class FaultObserver(FaultPlan plan)
    : IConsumerConfigurationObserver,
        ISagaConfigurationObserver
{
    public void ConsumerConfigured<TConsumer>(IConsumerConfigurator<TConsumer> configurator)
        where TConsumer : class { }

    public void ConsumerMessageConfigured<TConsumer, TMessage>(
        IConsumerMessageConfigurator<TConsumer, TMessage> configurator
    )
        where TConsumer : class
        where TMessage : class =>
        ((IConsumerMessageConfigurator<TMessage>)configurator).UseFilter(new Filter<TMessage>(plan));

    public void SagaConfigured<TSaga>(ISagaConfigurator<TSaga> configurator)
        where TSaga : class, ISaga { }

    public void StateMachineSagaConfigured<TInstance>(
        ISagaConfigurator<TInstance> configurator,
        SagaStateMachine<TInstance> stateMachine
    )
        where TInstance : class, ISaga, SagaStateMachineInstance { }

    public void SagaMessageConfigured<TSaga, TMessage>(ISagaMessageConfigurator<TSaga, TMessage> configurator)
        where TSaga : class, ISaga
        where TMessage : class =>
        ((ISagaMessageConfigurator<TMessage>)configurator).UseFilter(new Filter<TMessage>(plan));

    private sealed class Filter<TMessage>(FaultPlan plan) : IFilter<ConsumeContext<TMessage>>
        where TMessage : class
    {
        public void Probe(ProbeContext context) { }

        public Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next) =>
            plan.Meet(context.Message) ? Task.CompletedTask : next.Send(context);
    }
}
