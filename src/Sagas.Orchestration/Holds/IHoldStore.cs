namespace Sagas.Orchestration.Holds;

/// <summary>Holds as those see them who obey them. Claims of outbox and timers leave out what is held by themselves.</summary>
public interface IHoldStore
{
    /// <summary>Oldest first.</summary>
    Task<IReadOnlyList<HoldRecord>> List(CancellationToken cancellationToken);
}
