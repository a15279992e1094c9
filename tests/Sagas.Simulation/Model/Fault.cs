namespace Sagas.Simulation.Model;

/// <summary>What can go wrong, each as often as the schedule's mix says.</summary>
internal enum Fault
{
    /// <summary>The broker delivers a message once more.</summary>
    Duplicate,

    /// <summary>A worker dies with all that it has in memory.</summary>
    Crash,

    /// <summary>The commit is done, and nobody learns of it.</summary>
    CommitUnknownDone,

    /// <summary>The commit is not done, and nobody learns of that either.</summary>
    CommitUnknownLost,

    /// <summary>The database picks another transaction as the winner.</summary>
    CommitRefused,

    /// <summary>The database does not answer a read.</summary>
    DatabaseAway,

    /// <summary>A message does not reach the broker, and its sender learns that.</summary>
    SendFails,

    /// <summary>A message reaches the broker, and its confirmation is lost.</summary>
    ConfirmLost,

    /// <summary>The removal of a sent row fails.</summary>
    RemoveFails,

    /// <summary>A consumer throws, once.</summary>
    HandlerFails,

    /// <summary>A message's consumer throws until somebody mends it.</summary>
    Poison,

    /// <summary>A participant refuses.</summary>
    Refuses,

    /// <summary>A participant takes a command, does nothing, and says nothing.</summary>
    Hangs,

    /// <summary>A participant does it, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>A participant answers twice, with two message ids.</summary>
    AnswersTwice,

    /// <summary>An answer for nobody: a saga that does not exist, a key of another saga, a key of none.</summary>
    ForeignAnswer,

    /// <summary>Time passes while everything stands still.</summary>
    TimePasses,

    /// <summary>Somebody cancels a saga.</summary>
    Cancels,

    /// <summary>Somebody resumes a saga.</summary>
    Resumes,

    /// <summary>The same order comes again.</summary>
    StartsAgain,

    /// <summary>The same key comes with another order.</summary>
    StartsOtherwise,
}
