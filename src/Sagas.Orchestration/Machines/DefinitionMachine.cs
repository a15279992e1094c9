using System.Reflection;
using MassTransit;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration.Machines;

/// <summary>
/// A definition as a MassTransit state machine. It decides nothing: each message becomes an input, the core
/// decides, and the effects are carried out through the message's context.
/// </summary>
/// <remarks>
/// Every state takes every message, for the core answers late and repeated ones too. Nothing is final: ended
/// instances stay, so that their keys stay known.
/// </remarks>
public sealed class DefinitionMachine<TData>
    : MassTransitStateMachine<SagaInstance<TData>>,
        IDefinitionMachine
    where TData : class
{
    private readonly SagaPlan<TData> _plan;
    private readonly SagaShell<TData> _shell;
    private readonly Dictionary<Type, Func<object, Guid>> _sagaOf = [];

    public DefinitionMachine(Core.Definitions.SagaDefinition<TData> definition, TimeProvider time)
    {
        _plan = definition.Plan;
        _shell = new SagaShell<TData>(_plan, time);
        InstanceState(instance => instance.CurrentState);
        DeclareStates();
        Call(nameof(DeclareStart), _plan.StartType);
        foreach (var reply in _plan.ReplyTypes)
        {
            Call(nameof(DeclareReply), reply);
        }

        DeclareTimers();
    }

    ISagaPlan IDefinitionMachine.Plan => _plan;

    Guid? IDefinitionMachine.SagaOf<TMessage>(TMessage message) =>
        _sagaOf.TryGetValue(typeof(TMessage), out var saga) ? saga(message) : null;

    private void DeclareStates()
    {
        foreach (var stage in _plan.Stages)
        {
            State(StateName.Running(stage));
            if (stage.Any(step => step.IsCompensable))
            {
                State(StateName.Undoing(stage));
            }
        }

        State(StateName.NeedsAttention);
        State(StateName.Completed);
        State(StateName.Compensated);
    }

    private void DeclareStart<TMessage>()
        where TMessage : class
    {
        Guid SagaOf(object message) => DerivedId.OfSaga(_plan.Name, _plan.Start.Key(message));
        _sagaOf[typeof(TMessage)] = SagaOf;
        var started = Event<TMessage>(
            typeof(TMessage).Name,
            correlate => correlate.CorrelateById(context => SagaOf(context.Message))
        );
        Initially(When(started).ThenAsync(Start));
        DuringAny(When(started).ThenAsync(Start));
    }

    private void DeclareReply<TMessage>()
        where TMessage : class
    {
        var contract = _plan.Contract(typeof(TMessage));
        Declare<TMessage>(message => contract.SagaId(message), message => new Input.Reply(message));
    }

    private void DeclareTimers()
    {
        Declare<StepDeadline>(
            message => message.SagaId,
            message => new Input.Deadline(message.Step, message.Token)
        );
        Declare<SagaDeadline>(message => message.SagaId, message => new Input.SagaDeadline(message.Token));
        Declare<StepReminder>(
            message => message.SagaId,
            message => new Input.Reminder(message.Step, message.Token)
        );
        Declare<CancelSaga>(
            message => message.SagaId,
            message => new Input.Cancel(message.By, message.Reason)
        );
    }

    private void Declare<TMessage>(Func<TMessage, Guid> saga, Func<TMessage, Input> input)
        where TMessage : class
    {
        _sagaOf[typeof(TMessage)] = message => saga((TMessage)message);
        var came = Event<TMessage>(
            typeof(TMessage).Name,
            correlate =>
            {
                correlate.CorrelateById(context => saga(context.Message));
                correlate.OnMissingInstance(missing =>
                    missing.Execute(context => throw Missing<TMessage>(saga(context.Message)))
                );
            }
        );
        DuringAny(When(came).ThenAsync(context => Advance(context, input(context.Message))));
    }

    private Task Start<TMessage>(BehaviorContext<SagaInstance<TData>, TMessage> context)
        where TMessage : class =>
        Advance(context, new Input.Start(context.Message, Fingerprint.Of(context.Message)));

    private async Task Advance<TMessage>(BehaviorContext<SagaInstance<TData>, TMessage> context, Input input)
        where TMessage : class
    {
        var before = context.Saga.CurrentState;
        var change = await _shell.Apply(Outlets.Of(context), context.Saga, input);
        if (context.TryGetPayload(out SagaChanges? changes))
        {
            changes.Record(context.Saga, change);
        }

        // MassTransit sees the transition itself.
        context.Saga.CurrentState = before;
        await context.TransitionToState(GetState(change.State));
    }

    private SagaMissingException Missing<TMessage>(Guid id) => new(_plan.Name, id, typeof(TMessage).Name);

    private void Call(string method, Type message) =>
        GetType()
            .GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(message)
            .Invoke(this, null);
}
