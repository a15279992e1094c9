using Sagas.Core.Definitions;

namespace Sagas.Core.Protocol;

/// <summary>What becomes of a message when an attempt failed. Pure, as <see cref="Delivery"/> is.</summary>
public static class Failures
{
    /// <summary>How often a message is tried again because others were faster, before that counts as any failure.</summary>
    public const int MostConflicts = 10;

    /// <param name="tiers">Of the message's policy, for this failure.</param>
    /// <param name="maximumAge">Of the message's policy; counted from the first attempt.</param>
    /// <remarks>
    /// 1. The database is away: the message waits until it is back. This uses up nothing of the policy.
    /// 2. Another transaction was faster: again.
    /// 3. An earlier message of its saga is dead: it waits behind it.
    /// 4. Any other failure: again in memory, then later from the timers, as long as the policy goes.
    /// 5. The policy is at its end, or the message was replayed, whose plan waits to hear of it: a dead letter.
    /// </remarks>
    public static FailureAnswer Answer(
        FailureKind kind,
        Tries tries,
        RetryTiers tiers,
        TimeSpan age,
        TimeSpan maximumAge
    ) =>
        kind switch
        {
            FailureKind.DatabaseAway => FailureAnswer.WaitForDatabase,
            FailureKind.Conflict when tries.Conflicts < MostConflicts => FailureAnswer.AfterConflict,
            FailureKind.BehindDeadLetter => FailureAnswer.WaitBehindDeadLetter,
            not FailureKind.Conflict when tries.Immediate < tiers.Immediate.Count =>
                FailureAnswer.Immediately,
            _ when MayComeLater(tries, tiers, age, maximumAge) => FailureAnswer.Later,
            _ => FailureAnswer.DeadLetter,
        };

    private static bool MayComeLater(Tries tries, RetryTiers tiers, TimeSpan age, TimeSpan maximumAge) =>
        !tries.IsReplayed
        && tries.Redeliveries < tiers.Later.Count
        && age + tiers.Later[tries.Redeliveries] <= maximumAge;
}

public enum FailureKind
{
    Conflict,
    DatabaseAway,
    BehindDeadLetter,
    Other,
}

public enum FailureAnswer
{
    WaitForDatabase,
    AfterConflict,
    WaitBehindDeadLetter,

    /// <summary>In memory, after the policy's next pause.</summary>
    Immediately,

    /// <summary>From the timers, stored in a transaction of its own before the message is acknowledged.</summary>
    Later,
    DeadLetter,
}

/// <param name="Conflicts">Of this delivery.</param>
/// <param name="Immediate">Of this delivery, in memory.</param>
/// <param name="Redeliveries">Of the message.</param>
public readonly record struct Tries(int Conflicts, int Immediate, int Redeliveries, bool IsReplayed);
