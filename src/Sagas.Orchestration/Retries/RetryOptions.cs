namespace Sagas.Orchestration.Retries;

/// <summary>What no step's policy says.</summary>
public sealed class RetryOptions
{
    /// <summary>When a message for a saga that does not exist is redelivered. Default: after 1, 5, 15 and 60 s.</summary>
    public IReadOnlyList<TimeSpan> Orphans { get; set; } =
    [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)];
}
