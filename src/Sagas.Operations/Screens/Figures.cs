using System.Globalization;
using Sagas.Core;
using Sagas.Core.Decisions;

namespace Sagas.Operations.Screens;

/// <summary>Numbers and times as people read them, the same in every culture.</summary>
public static class Figures
{
    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>In minor units, with the currency; empty for none.</summary>
    public static string Of(Money? amount) =>
        amount is null ? "" : $"{Of(amount.AmountMinor)} {amount.Currency}";

    /// <summary>What an effect is worth; empty for nothing that is said.</summary>
    public static string Of(LedgerLine line) => line.AmountFault is null ? Of(line.Amount) : "unknown";

    /// <summary>In UTC, to the second.</summary>
    public static string Of(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Such as 12 ms, 3.4 s, 5 min 6 s, 7 h 8 min, 9 d 1 h.</summary>
    public static string Of(TimeSpan duration) =>
        FormattableString.Invariant(
            duration switch
            {
                { TotalMilliseconds: < 1_000 } => $"{duration.TotalMilliseconds:0} ms",
                { TotalSeconds: < 60 } => $"{duration.TotalSeconds:0.0} s",
                { TotalMinutes: < 60 } => $"{duration.Minutes} min {duration.Seconds} s",
                { TotalHours: < 24 } => $"{duration.Hours} h {duration.Minutes} min",
                _ => $"{duration.Days} d {duration.Hours} h",
            }
        );
}
