namespace Sagas.Orchestration.Order;

/// <summary>Sagas of which messages wait behind a dead letter, as those see them who look from outside.</summary>
public interface IOrderStore
{
    /// <summary>
    /// Sagas that are marked as blocked, and of which nothing has to wait any more: the first message waits for no letter and
    /// is not on its way, or none waits at all. Also those that compensate or are gone, and of which messages still wait.
    /// </summary>
    Task<IReadOnlyList<BlockedSaga>> Unblocked(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    );

    /// <summary>What waits for a saga, and for which letter; empty for most.</summary>
    Task<Backlog> Behind(string type, Guid id, CancellationToken cancellationToken);

    /// <summary>How many messages wait, by saga.</summary>
    Task<IReadOnlyList<(string Saga, long Count)>> CountWaiting(CancellationToken cancellationToken);
}

public sealed record BlockedSaga(string Type, Guid Id);
