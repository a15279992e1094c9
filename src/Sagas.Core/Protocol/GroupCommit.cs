namespace Sagas.Core.Protocol;

/// <summary>
/// What becomes of messages whose commits were one transaction. Pure, as <see cref="Delivery"/> is.
/// </summary>
public static class GroupCommit
{
    /// <remarks>
    /// 1. Written: each of them is committed.
    /// 2. Nobody answered: of none is it known whether it is committed.
    /// 3. Refused: nothing is written, though one of them may be the only reason. So each is tried alone; what was alone has failed.
    /// </remarks>
    public static GroupAnswer Answer(GroupOutcome outcome, int members) =>
        outcome switch
        {
            GroupOutcome.Written => GroupAnswer.Committed,
            GroupOutcome.Refused when members > 1 => GroupAnswer.EachAlone,
            _ => GroupAnswer.Failed,
        };
}

/// <summary>What the database said of the transaction.</summary>
public enum GroupOutcome
{
    Written,

    /// <summary>The connection broke off: it may be written or not.</summary>
    Unanswered,

    /// <summary>A key is there already, a row has changed, a value does not fit: nothing is written.</summary>
    Refused,
}

public enum GroupAnswer
{
    Committed,

    /// <summary>All of them, by the group's failure.</summary>
    Failed,

    EachAlone,
}
