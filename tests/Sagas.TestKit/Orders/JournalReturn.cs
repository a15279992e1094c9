namespace Sagas.TestKit.Orders;

/// <summary>What the driver of a test asked to take back.</summary>
/// <param name="OrderKey">Null when nothing of it was ever sold.</param>
/// <param name="IsExcessive">More than was sold: it is to be refused, though its order was completed.</param>
public sealed record JournalReturn(
    string Key,
    string? OrderKey,
    long AmountMinor,
    IReadOnlyDictionary<string, long> Quantities,
    bool IsExcessive = false
);
