using Sagas.Orchestration.Outbox;

namespace Sagas.Orchestration.Upgrades;

/// <summary>Counts what a database holds. Nothing here locks or changes a row.</summary>
public interface IPopulationStore
{
    /// <summary>By name, version and state.</summary>
    Task<IReadOnlyList<SagaCount>> Sagas(CancellationToken cancellationToken);

    /// <summary>By saga, purpose, name and destination.</summary>
    Task<IReadOnlyList<TimerCount>> Timers(CancellationToken cancellationToken);

    /// <summary>Letters that are dead or being replayed, by queue and type.</summary>
    Task<IReadOnlyList<MessageCount>> DeadLetters(CancellationToken cancellationToken);

    /// <summary>What has not left yet, the oldest first.</summary>
    /// <param name="limit">From 1 to 10,000.</param>
    Task<IReadOnlyList<OutboxRecord>> Outbox(int limit, CancellationToken cancellationToken);
}
