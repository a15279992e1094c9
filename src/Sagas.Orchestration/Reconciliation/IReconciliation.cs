using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Reconciliation;

/// <summary>
/// Tells where the database and the broker disagree, as they do when one of them was restored: by name, and without changing
/// either.
/// </summary>
/// <remarks>
/// It is right while nobody is at work: what a consumer holds is in no queue. A look at a queue counts as one of its messages'
/// deliveries.
/// </remarks>
public interface IReconciliation
{
    /// <param name="elsewhere">Connections to the databases of participants that have their own; of the same provider as ours.</param>
    /// <exception cref="BrokerAwayException">The broker does not answer.</exception>
    /// <exception cref="QueueBusyException">Somebody else looks into a queue.</exception>
    Task<Reconciled> Compare(IReadOnlyList<string> elsewhere, CancellationToken cancellationToken);
}

/// <param name="NotSeen">What could not be looked at, and why.</param>
public sealed record Reconciled(
    IReadOnlyList<Divergence> Divergences,
    LookedAt LookedAt,
    IReadOnlyList<string> NotSeen
);

/// <param name="OpenSagas">Sagas that have not ended.</param>
/// <param name="Messages">In queues.</param>
/// <param name="DeadLetters">In their queues.</param>
/// <param name="Unsent">In outboxes, and on timers that hold a message.</param>
/// <param name="Effects">Rows of participants.</param>
public sealed record LookedAt(int OpenSagas, int Messages, int DeadLetters, int Unsent, int Effects);
