namespace Sagas.Orchestration.DeadLetters;

/// <summary>Somebody else looks into a queue of dead letters, or replays them.</summary>
public sealed class QueueBusyException(DeadLetterPlace place, string queue)
    : Exception(
        $"Another host is at work on the dead letters of {queue} ({place}). Try again when it is through."
    );
