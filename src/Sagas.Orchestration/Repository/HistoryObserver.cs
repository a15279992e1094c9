using MassTransit;

namespace Sagas.Orchestration.Repository;

/// <summary>Gives hand-written state machines a history: each event that one handles becomes an entry.</summary>
internal sealed class HistoryObserver<TInstance>(StateMachine<TInstance> machine, string saga)
    : IEventObserver<TInstance>
    where TInstance : class, SagaStateMachineInstance
{
    public Task PreExecute(BehaviorContext<TInstance> context) => Task.CompletedTask;

    public Task PreExecute<T>(BehaviorContext<TInstance, T> context)
        where T : class => Task.CompletedTask;

    public Task PostExecute(BehaviorContext<TInstance> context) => Record(context, null);

    public Task PostExecute<T>(BehaviorContext<TInstance, T> context)
        where T : class => Record(context, context.Message);

    public Task ExecuteFault(BehaviorContext<TInstance> context, Exception exception) => Task.CompletedTask;

    public Task ExecuteFault<T>(BehaviorContext<TInstance, T> context, Exception exception)
        where T : class => Task.CompletedTask;

    private async Task Record(BehaviorContext<TInstance> context, object? message)
    {
        if (context.TryGetPayload(out SagaChanges? changes))
        {
            var state = await machine.Accessor.Get(context);
            var name = state?.Name ?? machine.Initial.Name;
            changes.Record(
                context.Saga,
                new SagaChange(saga, context.Event.Name, null, name, message, null)
                {
                    HasEnded = name == machine.Final.Name,
                    JustEnded = name == machine.Final.Name,
                }
            );
        }
    }
}
