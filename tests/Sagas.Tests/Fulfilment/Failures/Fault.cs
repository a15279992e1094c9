namespace Sagas.Tests.Fulfilment.Failures;

/// <summary>What can go wrong with one step.</summary>
public enum Fault
{
    /// <summary>The participant says no.</summary>
    Refused,

    /// <summary>The command is never handled.</summary>
    TimedOut,

    /// <summary>The command is handled when the saga has given it up.</summary>
    TimedOutThenLateSuccess,

    /// <summary>The command is handled, and the first answer is lost.</summary>
    ReplyLost,

    /// <summary>The handler fails twice.</summary>
    ErrorThatHeals,

    /// <summary>The handler fails each time.</summary>
    ErrorThatDoesNot,

    /// <summary>The same answer comes again.</summary>
    DuplicateReply,

    /// <summary>Another answer comes after the first.</summary>
    ContradictoryReply,
}
