using System.ComponentModel.DataAnnotations;

namespace Sagas.Orchestration.Admission;

/// <summary>How large what comes in may be, and where answers to strangers may go.</summary>
public sealed class AdmissionOptions
{
    public const string Section = "Sagas:Limits";

    /// <summary>How deep objects and lists may be nested in anything that comes in as JSON.</summary>
    public const int Depth = 32;

    /// <summary>Bytes of a message's body, or of a request's. 1,024 to 16,777,216; 262,144.</summary>
    [Range(1_024, 16_777_216)]
    public int BodyBytes { get; set; } = 262_144;

    /// <summary>
    /// Bytes of all headers of a message, or of a request, names and values. A message's may be so many in its transport, and as
    /// many in its envelope. 1,024 to 65,536; 16,384.
    /// </summary>
    [Range(1_024, 65_536)]
    public int HeaderBytes { get; set; } = 16_384;

    /// <summary>
    /// Names of queues and exchanges beside our own that a message may name as its response or fault address, with commas
    /// between them. Default: none.
    /// </summary>
    public string AnswersTo { get; set; } = "";

    internal IEnumerable<string> AnswerNames =>
        AnswersTo.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
