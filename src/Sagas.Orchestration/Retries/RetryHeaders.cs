namespace Sagas.Orchestration.Retries;

/// <summary>
/// Headers of a message that failed and was redelivered. They are public: a message keeps them in its error queue, and
/// who replays it removes them, so that it starts anew.
/// </summary>
public static class RetryHeaders
{
    /// <summary>How often it was redelivered; absent before the first time.</summary>
    public const string Redeliveries = "Sagas-Redeliveries";

    /// <summary>When it was handled first, in UTC, as ISO 8601; its maximum age counts from there.</summary>
    public const string FirstAttemptAt = "Sagas-First-Attempt-At";
}
