namespace Sagas.Core;

/// <summary>An amount in the currency's minor unit, such as pence.</summary>
/// <param name="Currency">ISO 4217, such as GBP.</param>
public sealed record Money(long AmountMinor, string Currency);
