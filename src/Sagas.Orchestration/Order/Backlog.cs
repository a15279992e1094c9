using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Timers;

namespace Sagas.Orchestration.Order;

/// <summary>What stands before a message of a saga.</summary>
/// <param name="Letter">
/// The dead letter of the saga that nobody has seen to yet: the oldest, and one that all others wait for before one that came
/// when too many waited. Null: there is none.
/// </param>
/// <param name="Own">The message is such a letter itself, and came back. More than one where it died in two places.</param>
/// <param name="Waiting">How many messages wait.</param>
/// <param name="Next">The first of these.</param>
/// <param name="LastSince">Since when the last of them waits.</param>
public sealed record Backlog(
    DeadLetterRecord? Letter,
    IReadOnlyList<DeadLetterRecord> Own,
    int Waiting,
    TimerRecord? Next,
    DateTimeOffset? LastSince
)
{
    public bool IsDead => Own.Count > 0;

    public bool IsEmpty => Letter is null && Waiting == 0;

    /// <summary>Whether a message has to wait for the letter. One that died for want of a place came after those that wait.</summary>
    internal bool Holds(TimerRecord waiting) =>
        Letter is not null
        && (Letter.Exception != TooManyWaitingException.Name || Letter.At < waiting.WaitingSince);
}
