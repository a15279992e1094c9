namespace Sagas.Orchestration.Replays;

/// <summary>How a letter of a plan stands. From <see cref="Handled"/> on it does not change any more.</summary>
public enum ReplayItemStatus
{
    /// <summary>It was not sent yet.</summary>
    Waiting,

    /// <summary>It is being sent. If the worker dies now, what its consumer did tells whether it was.</summary>
    Sending,

    /// <summary>The broker has confirmed it; its consumer has not finished yet.</summary>
    Sent,

    /// <summary>Its consumer has committed it; or it was discarded or restored.</summary>
    Handled,

    /// <summary>It failed again, and is a dead letter as before.</summary>
    DiedAgain,

    /// <summary>It was not sent; its outcome says why.</summary>
    Left,

    /// <summary>It is no longer in its queue: somebody purged, deleted or moved it.</summary>
    Gone,
}
