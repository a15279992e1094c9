namespace Sagas.Checker.Journals;

/// <summary>A line of the load driver's journal, written and flushed before the driver goes on.</summary>
/// <param name="At">By the driver's clock; told, and not compared with anything.</param>
/// <param name="Key">The key of the order, as it was sent.</param>
/// <param name="Tenant">Whose order it is; empty when nobody asks.</param>
/// <param name="Outcome">What became of the attempt.</param>
/// <param name="AmountMinor">The price, by the driver's own sum.</param>
/// <param name="Fingerprint">Of the payload: equal for equal payloads.</param>
internal sealed record JournalLine(
    DateTimeOffset At,
    string Key,
    string Tenant,
    AttemptOutcome Outcome,
    long AmountMinor,
    string Currency,
    IReadOnlyList<JournalItem> Lines,
    string Fingerprint
);

/// <param name="Sku">The article.</param>
internal sealed record JournalItem(string Sku, long Quantity, long UnitPriceMinor);

internal enum AttemptOutcome
{
    /// <summary>It is about to be sent; without another line, nobody knows what became of it.</summary>
    Sent,

    /// <summary>It was accepted, or known already.</summary>
    Ok,

    /// <summary>It was refused for good, as a bad order or a conflict is: nothing may come of it.</summary>
    Failed,

    /// <summary>No answer, or one that promises nothing (503): it may have been accepted or not.</summary>
    Unknown,
}
