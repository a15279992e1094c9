using MassTransit;

namespace Sagas.Orchestration.Catalogues;

/// <summary>What a hand-written machine takes, and when.</summary>
internal sealed class HandWrittenContracts(string saga, StateMachine machine)
{
    public string Saga => saga;

    public IEnumerable<Type> Types => machine.Events.Select(MessageOf).OfType<Type>();

    /// <returns>Null: the machine knows no such state.</returns>
    public bool? Takes(string state, Type message) =>
        machine.States.FirstOrDefault(one => one.Name == state) is { } known
            ? machine.NextEvents(known).Any(taken => MessageOf(taken) == message)
            : null;

    private static Type? MessageOf(Event taken) =>
        taken
            .GetType()
            .GetInterfaces()
            .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(Event<>))
            ?.GetGenericArguments()[0];
}
