namespace Sagas.Orchestration.DeadLetters;

/// <summary>Which dead letters are meant. What is null does not matter; all others must be so.</summary>
/// <param name="Queue">Its input queue.</param>
/// <param name="Exception">A part of the exception's name.</param>
/// <param name="Text">A part of the reason. Of the letters that all else admits, the newest 20,000 are looked into.</param>
/// <param name="Since">Died last at this time or later.</param>
/// <param name="Until">Died last before this time.</param>
/// <param name="Limit">From 1 to <see cref="MaxLimit"/>.</param>
public sealed record DeadLetterFilter(
    string? GroupId = null,
    string? Queue = null,
    DeadLetterPlace? Place = null,
    string? SagaType = null,
    Guid? SagaId = null,
    string? Step = null,
    string? Exception = null,
    string? Text = null,
    DateTimeOffset? Since = null,
    DateTimeOffset? Until = null,
    DeadLetterStatus Status = DeadLetterStatus.Dead,
    int Limit = 50
)
{
    /// <summary>The letter's id, or the message's.</summary>
    public Guid? LetterId { get; init; }

    public const int MaxLimit = 100_000;
}
