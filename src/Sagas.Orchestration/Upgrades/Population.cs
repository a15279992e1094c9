using Sagas.Core.Upgrades;

namespace Sagas.Orchestration.Upgrades;

/// <summary>
/// What a database holds that a new build would have to go on with, and what the build that wrote it does with it. Kept as a
/// file, so that a new build can be checked without the database.
/// </summary>
/// <param name="Format">Of this file; <see cref="CurrentFormat"/>.</param>
/// <param name="Definitions">Of the build that wrote it.</param>
/// <param name="Queues">What that build consumes.</param>
/// <param name="Histories">A sample, or none.</param>
public sealed record Population(
    int Format,
    DateTimeOffset At,
    IReadOnlyList<DefinitionContract> Definitions,
    IReadOnlyList<QueueContract> Queues,
    IReadOnlyList<SagaCount> Sagas,
    IReadOnlyList<TimerCount> Timers,
    IReadOnlyList<MessageCount> Messages,
    IReadOnlyList<RecordedHistory> Histories
)
{
    public const int CurrentFormat = 1;
}

/// <param name="Types">As namespace and name.</param>
public sealed record QueueContract(string Queue, IReadOnlyList<string> Types);

/// <param name="Version">Of the definition that started them; 0 for hand-written machines.</param>
public sealed record SagaCount(string Saga, int Version, string State, bool HasEnded, long Count)
{
    /// <summary>What they wait for, as far as their state tells.</summary>
    public IReadOnlyList<string> Steps { get; init; } = [];
}

/// <param name="Saga">Null: of none.</param>
/// <param name="Purpose">As <see cref="Timers.TimerPurpose"/> names it; text, for another build may know others.</param>
/// <param name="Name">The step, the saga, or the type of the message that is to be sent.</param>
/// <param name="Queue">Where it fires to.</param>
/// <param name="FirstDue">In the year 9999: cancelled.</param>
public sealed record TimerCount(
    string? Saga,
    string Purpose,
    string Name,
    string Queue,
    long Count,
    DateTimeOffset FirstDue,
    DateTimeOffset LastDue
);

/// <summary>Messages that have still to be handled, or may be replayed.</summary>
/// <param name="Type">As namespace and name.</param>
public sealed record MessageCount(MessagePlace Place, string Queue, string Type, long Count);

public enum MessagePlace
{
    /// <summary>Could not be handled, and rests beside its queue.</summary>
    DeadLetter,

    /// <summary>Decided, and not sent yet.</summary>
    Outbox,
}
