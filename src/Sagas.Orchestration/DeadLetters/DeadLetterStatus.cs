namespace Sagas.Orchestration.DeadLetters;

public enum DeadLetterStatus
{
    /// <summary>It rests in its queue, until somebody sees to it.</summary>
    Dead,

    /// <summary>A plan sends it back to its queue; whether it was handled is not known yet.</summary>
    Replaying,

    /// <summary>It went back, and its consumer handled it.</summary>
    Replayed,

    /// <summary>A person took it out of its queue. Its body is kept: it can be restored.</summary>
    Discarded,

    /// <summary>It is no longer in its queue, and it was not us: purged, deleted, or moved by hand.</summary>
    Missing,
}
