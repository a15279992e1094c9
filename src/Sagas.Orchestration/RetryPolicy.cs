namespace Sagas.Orchestration;

/// <summary>How often a message that failed is handled again before it is a dead letter.</summary>
internal static class RetryPolicy
{
    /// <summary>Another transaction was faster: soon, and often, for it will be our turn.</summary>
    public const int ConflictTries = 10;

    public static readonly TimeSpan ShortestConflictWait = TimeSpan.FromMilliseconds(20);
    public static readonly TimeSpan LongestConflictWait = TimeSpan.FromSeconds(1);

    /// <summary>Anything else that may pass.</summary>
    public static readonly TimeSpan[] Transient =
    [
        TimeSpan.FromMilliseconds(200),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(3),
    ];
}
