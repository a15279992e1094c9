namespace Sagas.Orchestration.Replays;

/// <summary>A set of dead letters that was frozen and judged, and what became of it.</summary>
public sealed class ReplayPlanRecord
{
    public const int LongestProblem = 1_024;

    public required Guid Id { get; init; }

    public required ReplayAction Action { get; init; }

    /// <summary>The queue that everything goes to; null: each letter to its own. At most 256 characters.</summary>
    public string? Target { get; init; }

    /// <summary>What was asked for, as a person reads it. At most 1,024 characters.</summary>
    public required string Selection { get; init; }

    /// <summary>The shares of the plan after which each wave ends, in percent, such as <c>1,5,25,100</c>. At most 64 characters.</summary>
    public required string Waves { get; init; }

    /// <summary>The verdicts with which letters are sent, such as <c>Accepted</c>. At most 128 characters.</summary>
    public required string Verdicts { get; init; }

    /// <summary>Messages a second at most.</summary>
    public required int PerSecond { get; set; }

    public required int Letters { get; init; }

    public ReplayStatus Status { get; set; }

    /// <summary>The wave that runs or is next, from 1.</summary>
    public int Wave { get; set; } = 1;

    /// <summary>Why it stopped by itself. At most 1,024 characters.</summary>
    public string? Problem { get; set; }

    /// <summary>Who planned it. At most 128 characters.</summary>
    public required string By { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last came forward: a letter was sent or settled.</summary>
    public DateTimeOffset? ProgressAt { get; set; }

    /// <summary>Null: it is not at its end.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How many waves there are.</summary>
    public int WaveCount => Waves.Split(',').Length;

    /// <summary>What is discarded or restored is so whatever would become of it elsewhere.</summary>
    public bool Sends(ReplayVerdict verdict) =>
        Action is ReplayAction.Discard or ReplayAction.Restore
        || Verdicts.Split(',').Contains(verdict.ToString());
}
