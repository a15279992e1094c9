using System.Globalization;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>Reads numbers as the file writes them: a point for decimals, nothing for thousands.</summary>
internal static class CsvNumbers
{
    /// <summary>Digits that a price can need; more would be rounded silently.</summary>
    private const int LongestNumber = 20;

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? ReadQuantity(string text, out int quantity)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out quantity))
        {
            return $"the quantity {Shown.Text(text)} is not a whole number up to {OrderRules.LargestQuantity}.";
        }

        return quantity switch
        {
            < 0 => $"the quantity {quantity} is an adjustment of stock, not a sale.",
            0 => "the quantity is 0. Give at least 1.",
            > OrderRules.LargestQuantity =>
                $"the quantity {quantity} is too large. Give at most {OrderRules.LargestQuantity}.",
            _ => null,
        };
    }

    /// <param name="quantity">Of what comes back: a credit note counts it below zero.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? ReadReturnedQuantity(string text, out int quantity)
    {
        var isNumber = int.TryParse(
            text,
            NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var written
        );
        quantity = isNumber && written > int.MinValue ? -written : 0;
        return quantity is >= 1 and <= OrderRules.LargestQuantity
            ? null
            : $"the quantity {Shown.Text(text)} is not that of a credit note: a whole number from -1 to -{OrderRules.LargestQuantity}.";
    }

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? ReadPrice(string text, string currency, out long minor)
    {
        minor = 0;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (
            text.Length > LongestNumber
            || !decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var price)
        )
        {
            return $"the price {Shown.Text(text)} is not a number such as 2.55.";
        }

        var decimals = Iso4217.DecimalsOf(currency);
        for (var digit = 0; digit < decimals; digit++)
        {
            price *= 10;
        }

        if (price is < 0 or > OrderRules.HighestUnitPriceMinor)
        {
            return $"the price {text} is out of range. Give 0 to {OrderRules.HighestUnitPriceMinor} in minor units.";
        }

        if (price != decimal.Truncate(price))
        {
            return $"the price {text} has more decimals than {currency} has: {decimals}.";
        }

        minor = (long)price;
        return null;
    }
}
