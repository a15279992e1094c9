using Sagas.Core.Protocol;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Retries;

/// <summary>When another transaction was faster: soon, and often, for it will be our turn.</summary>
internal static class ConflictPauses
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>A transaction of its own, again while others are faster.</summary>
    public static async Task<T> Retry<T>(
        Func<Task<T>> work,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        for (var conflicts = 1; ; conflicts++)
        {
            try
            {
                return await work();
            }
            catch (ConflictException) when (conflicts < Failures.MostConflicts)
            {
                await Task.Delay(After(conflicts), time, cancellationToken);
            }
        }
    }

    /// <param name="conflicts">How many there were, from 1.</param>
    public static TimeSpan After(int conflicts) => Growing.Pause(Shortest, Longest, conflicts);
}
