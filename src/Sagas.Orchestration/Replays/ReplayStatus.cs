namespace Sagas.Orchestration.Replays;

/// <summary>How a plan stands.</summary>
public enum ReplayStatus
{
    /// <summary>Frozen and judged; nothing was sent.</summary>
    Planned,

    /// <summary>Some worker carries it out.</summary>
    Running,

    /// <summary>A person paused it. A burst that had begun, a fifth of a second's letters at most, still goes.</summary>
    Paused,

    /// <summary>It stopped by itself; the plan says why. It may be resumed.</summary>
    Stopped,

    /// <summary>A person ended it: what was not sent stays where it is.</summary>
    Aborted,

    /// <summary>Every letter has its outcome.</summary>
    Done,
}
