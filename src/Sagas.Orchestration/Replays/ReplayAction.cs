namespace Sagas.Orchestration.Replays;

/// <summary>What a plan does with its dead letters.</summary>
public enum ReplayAction
{
    /// <summary>They go back to the queue that they came from.</summary>
    Replay,

    /// <summary>They go to another queue.</summary>
    Redirect,

    /// <summary>They are taken out of their queue. The index keeps them, so that they can be restored.</summary>
    Discard,

    /// <summary>What was discarded is put back among the dead letters.</summary>
    Restore,
}
