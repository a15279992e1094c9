namespace Sagas.Orchestration.DeadLetters;

/// <summary>What is at stake in a group: each saga is counted once, however many of its messages are dead.</summary>
public sealed class DeadLetterStakeRecord
{
    public required string GroupId { get; init; }

    /// <summary>Empty: sagas that name no amount.</summary>
    public required string Currency { get; init; }

    public long Sagas { get; set; }

    public long AmountMinor { get; set; }
}
