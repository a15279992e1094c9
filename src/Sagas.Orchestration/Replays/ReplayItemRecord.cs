using Sagas.Orchestration.DeadLetters;

namespace Sagas.Orchestration.Replays;

/// <summary>A dead letter in a plan. Its key is the plan and its number.</summary>
public sealed class ReplayItemRecord
{
    public required Guid PlanId { get; init; }

    /// <summary>From 1, in the order in which the letters died: the order in which they are sent.</summary>
    public required int Number { get; init; }

    public required Guid LetterId { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>The input queue that it died of. At most 256 characters.</summary>
    public required string Queue { get; init; }

    public required DeadLetterPlace Place { get; init; }

    /// <summary>The queue that it goes to. At most 256 characters.</summary>
    public required string Target { get; init; }

    /// <summary>Letters of one saga are sent one after the other.</summary>
    public Guid? SagaId { get; init; }

    /// <summary>The fingerprint that it had when it was planned. 16 characters.</summary>
    public required string GroupId { get; init; }

    /// <summary>From 1.</summary>
    public required int Wave { get; init; }

    public required ReplayVerdict Verdict { get; set; }

    /// <summary>What was foreseen. At most 1,024 characters.</summary>
    public required string Foreseen { get; set; }

    public ReplayItemStatus Status { get; set; }

    /// <summary>What came of it, or why it was not sent. At most 1,024 characters.</summary>
    public string? Outcome { get; set; }

    /// <summary>When the broker had confirmed it.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>When it was known to be out of its queue; null: a copy may still be there.</summary>
    public DateTimeOffset? LeftQueueAt { get; set; }

    public DateTimeOffset? SettledAt { get; set; }

    /// <summary>As the header of the message says it.</summary>
    public string Name => NameOf(PlanId, Number);

    public static string NameOf(Guid plan, int number) => FormattableString.Invariant($"{plan:N}/{number}");
}
