namespace Sagas.TestKit.Orders;

/// <summary>What the driver of a test asked to take back.</summary>
/// <param name="OrderKey">Null when nothing of it was ever sold.</param>
/// <param name="ComesToNothing">It is to end with nothing moved, though its order was completed: it asks for too much, its goods never come.</param>
public sealed record JournalReturn(
    string Key,
    string? OrderKey,
    long AmountMinor,
    IReadOnlyDictionary<string, long> Quantities,
    bool ComesToNothing = false
);
