namespace Sagas.Orchestration.Retries;

/// <summary>When another transaction was faster: soon, and often, for it will be our turn.</summary>
internal static class ConflictPauses
{
    public const int Tries = 10;

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <param name="conflicts">How many there were, from 1.</param>
    public static TimeSpan After(int conflicts) => Growing.Pause(Shortest, Longest, conflicts);
}
