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

    /// <summary>
    /// Applying a plan of more letters than this, or one that discards or redirects, takes a second person. 0 to
    /// 1,000,000; default null: one person is enough for any.
    /// </summary>
    [Range(0, 1_000_000)]
    public int? SecondPersonAbove { get; set; }

    /// <summary>Seconds without any letter being handled after which a plan stops by itself. 5 to 3,600; 60.</summary>
    [Range(5, 3_600)]
    public int ConfirmSeconds { get; set; } = 60;

    internal TimeSpan Confirm => TimeSpan.FromSeconds(ConfirmSeconds);

    internal TimeSpan Retention => TimeSpan.FromDays(RetentionDays);

    public IReadOnlySet<string> Redacted => Always.Concat(Redact).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
