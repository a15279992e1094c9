using MassTransit;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Order;

/// <summary>Which sagas keep the order of their messages, and for which of these the others wait.</summary>
internal sealed class OrderedSagas(SagaDesks desks, SagaTypeNames names)
{
    /// <remarks>
    /// One that compensates does not: time or a person has decided without the dead letter, and the answers to what it undoes
    /// must not wait for it. Late answers count in any order there.
    /// </remarks>
    /// <returns>False for sagas that this host does not know.</returns>
    public bool Keep(SagaRecord saga) =>
        !IsCompensated(saga) && (desks.Find(saga.Type)?.Plan.KeepsOrder ?? names.KeepsOrder(saga.Type));

    /// <summary>Whether it is compensated, or was.</summary>
    public static bool IsCompensated(SagaRecord saga) => saga.Reason is not null;

    /// <remarks>
    /// What does not wait is not waited for: a saga's timers come again until it has decided on them. Nor is another message
    /// that would have started the saga, for it has started; whoever places the same order twice must not stop the first.
    /// </remarks>
    /// <param name="messageType">As the index of dead letters knows it.</param>
    public bool WaitFor(SagaRecord saga, string messageType) =>
        Keep(saga)
        && !Arrival.IsTimelyType(messageType)
        && !(
            desks.Find(saga.Type)?.Plan.StartType is { } start
            && MessageUrn.ForTypeString(start).EndsWith($":{messageType}", StringComparison.Ordinal)
        );
}
