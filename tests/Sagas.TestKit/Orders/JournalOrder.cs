namespace Sagas.TestKit.Orders;

/// <summary>What the driver of a test asked for.</summary>
public sealed record JournalOrder(string Key, long AmountMinor, IReadOnlyDictionary<string, long> Quantities);
