namespace Sagas.Orchestration.DeadLetters;

/// <summary>Which of the queues beside an input queue holds a dead letter.</summary>
public enum DeadLetterPlace
{
    /// <summary><c>queue_error</c>: its consumer failed for good.</summary>
    Error,

    /// <summary><c>queue_skipped</c>: nobody at the queue consumes its type.</summary>
    Skipped,

    /// <summary><c>queue_dead</c>: the broker gave it up.</summary>
    Dead,

    /// <summary><c>unrouted</c>: a reply that came to no queue.</summary>
    Unrouted,
}
