using System.ComponentModel.DataAnnotations;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>What is shown of dead letters, and how long the index keeps those that are seen to.</summary>
public sealed class DeadLetterOptions
{
    public const string Section = "Sagas:DeadLetters";

    /// <summary>What every body is redacted of, whatever the settings add.</summary>
    private static readonly string[] Always =
    [
        "apiKey",
        "authorization",
        "cardNumber",
        "cvc",
        "cvv",
        "iban",
        "password",
        "pin",
        "secret",
        "token",
    ];

    /// <summary>More members and headers that are not shown, by name; upper or lower case does not matter. Default none.</summary>
    public IList<string> Redact { get; } = [];

    /// <summary>Days that letters stay in the index which were replayed or discarded, or are missing. 1 to 3,650; 30.</summary>
    [Range(1, 3_650)]
    public int RetentionDays { get; set; } = 30;

    internal TimeSpan Retention => TimeSpan.FromDays(RetentionDays);

    public IReadOnlySet<string> Redacted => Always.Concat(Redact).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
