namespace Sagas.Orchestration.Retries;

/// <summary>Pauses that double.</summary>
internal static class Growing
{
    private const int MostDoublings = 30;

    /// <param name="count">From 1.</param>
    public static TimeSpan Pause(TimeSpan shortest, TimeSpan longest, int count)
    {
        var pause = shortest * Math.Pow(2, Math.Clamp(count - 1, 0, MostDoublings));
        return pause < longest ? pause : longest;
    }
}
