using System.ComponentModel.DataAnnotations;

namespace Sagas.Orchestration.Retention;

/// <summary>How long sagas that have ended are kept.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Sagas:Retention";

    /// <summary>
    /// Days that a saga and its history stay after its end. Afterwards its key is unknown: a repetition of its first message would start
    /// it again. 0 to 36,500; 0, for good.
    /// </summary>
    [Range(0, 36_500)]
    public int EndedDays { get; set; }
}
