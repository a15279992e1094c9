namespace Sagas.Orchestration.Leases;

/// <summary>Leases end by themselves: whoever holds one and dies keeps nobody waiting for longer than its term.</summary>
public interface ILeaseStore
{
    /// <summary>Takes a lease that is free or our own, from now on for a term.</summary>
    /// <returns>False: somebody else has it.</returns>
    Task<bool> Take(string name, Guid owner, TimeSpan term, CancellationToken cancellationToken);

    /// <summary>Gives it back before its end. Does nothing when it is somebody else's by now.</summary>
    Task Release(string name, Guid owner, CancellationToken cancellationToken);
}
