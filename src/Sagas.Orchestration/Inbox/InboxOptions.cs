using System.ComponentModel.DataAnnotations;

namespace Sagas.Orchestration.Inbox;

/// <summary>How long a repetition is recognised.</summary>
public sealed class InboxOptions
{
    public const string Section = "Sagas:Inbox";

    /// <summary>Hours that a consumed message is remembered; longer than the longest redelivery. 1 to 2,160; 24.</summary>
    [Range(1, 2_160)]
    public int RetentionHours { get; set; } = 24;

    internal TimeSpan Retention => TimeSpan.FromHours(RetentionHours);
}
