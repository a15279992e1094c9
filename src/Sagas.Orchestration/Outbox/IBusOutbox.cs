namespace Sagas.Orchestration.Outbox;

/// <summary>
/// The outbox of a producer outside consumers, one a dependency-injection scope: what the scope's
/// <c>ISendEndpointProvider</c> and <c>IPublishEndpoint</c> send is kept until it is committed.
/// </summary>
public interface IBusOutbox
{
    /// <summary>
    /// Stores everything sent in this scope, with the rows added to its unit of work, in one transaction. Then it
    /// goes out: in the background when this host runs the bus, otherwise by the next worker that sweeps. The broker need not be
    /// there. What is sent after it needs another commit.
    /// </summary>
    /// <exception cref="UnitsOfWork.ConflictException">Another transaction was faster; nothing was stored.</exception>
    /// <exception cref="UnitsOfWork.DatabaseAwayException">It may or may not have been stored.</exception>
    Task Commit(CancellationToken cancellationToken);
}
