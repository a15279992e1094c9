using System.ComponentModel.DataAnnotations;

namespace Sagas.Orchestration.Lateness;

/// <summary>From when on a saga counts as late in its state.</summary>
public sealed class LatenessOptions
{
    public const string Section = "Sagas:Lateness";

    /// <summary>How many times the 99th percentile of what is usual. 1 to 100; 2.</summary>
    [Range(1, 100)]
    public int Factor { get; set; } = 2;

    /// <summary>Seconds below which nothing is late, however fast it usually is. 1 to 86,400; 30.</summary>
    [Range(1, 86_400)]
    public int ShortestSeconds { get; set; } = 30;

    /// <summary>Seconds for a state that is too rare to know what is usual, and whose steps have no deadline. 1 to 31,536,000; 300.</summary>
    [Range(1, 31_536_000)]
    public int DefaultSeconds { get; set; } = 300;

    /// <summary>Whether workers ask again by themselves for what late sagas wait for, when its messages are lost. Default true.</summary>
    public bool Recovery { get; set; } = true;

    /// <summary>Sagas that one worker resumes in half a minute, and late ones that it reads at once. 1 to 10,000; 100.</summary>
    [Range(1, 10_000)]
    public int RecoveredAtOnce { get; set; } = 100;
}
