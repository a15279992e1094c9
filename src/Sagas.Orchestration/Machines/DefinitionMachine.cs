using System.Reflection;
using MassTransit;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

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

        DeclareDeadline();
    }

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

        State(StateName.Completed);
        State(StateName.Compensated);
    }

    private void DeclareStart<TMessage>()
        where TMessage : class
    {
        var started = Event<TMessage>(
            typeof(TMessage).Name,
            correlate =>
                correlate.CorrelateById(context =>
                    DerivedId.OfSaga(_plan.Name, _plan.Start.Key(context.Message))
                )
        );
        Initially(When(started).ThenAsync(Start));
        DuringAny(When(started).ThenAsync(Start));
    }

    private void DeclareReply<TMessage>()
        where TMessage : class
    {
        var contract = _plan.Contract(typeof(TMessage));
        var replied = Event<TMessage>(
            typeof(TMessage).Name,
            correlate =>
            {
                correlate.CorrelateById(context => contract.SagaId(context.Message));
                correlate.OnMissingInstance(missing =>
                    missing.Execute(context => throw Missing<TMessage>(contract.SagaId(context.Message)))
                );
            }
        );
        DuringAny(When(replied).ThenAsync(context => Advance(context, new Input.Reply(context.Message))));
    }

    private void DeclareDeadline()
    {
        var passed = Event<StepDeadline>(
            nameof(StepDeadline),
            correlate =>
            {
                correlate.CorrelateById(context => context.Message.SagaId);
                correlate.OnMissingInstance(missing =>
                    missing.Execute(context => throw Missing<StepDeadline>(context.Message.SagaId))
                );
            }
        );
        DuringAny(
            When(passed)
                .ThenAsync(context =>
                    Advance(context, new Input.Deadline(context.Message.Step, context.Message.Token))
                )
        );
    }

    private Task Start<TMessage>(BehaviorContext<SagaInstance<TData>, TMessage> context)
        where TMessage : class =>
        Advance(context, new Input.Start(context.Message, Fingerprint.Of(context.Message)));

    private async Task Advance<TMessage>(BehaviorContext<SagaInstance<TData>, TMessage> context, Input input)
        where TMessage : class
    {
        var next = await _shell.Apply(context, context.Saga, input);
        await context.TransitionToState(GetState(StateName.Of(_plan, next)));
    }

    private SagaMissingException Missing<TMessage>(Guid id) => new(_plan.Name, id, typeof(TMessage).Name);

    private void Call(string method, Type message) =>
        GetType()
            .GetMethod(method, BindingFlags.Instance | BindingFlags.NonPublic)!
            .MakeGenericMethod(message)
            .Invoke(this, null);
}
