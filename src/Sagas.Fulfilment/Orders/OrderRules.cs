namespace Sagas.Fulfilment.Orders;

/// <summary>What an order must satisfy to be accepted. Each rule says what is wrong and what would be right.</summary>
public static class OrderRules
{
    public const int MostLines = 1_000;
    public const int LargestQuantity = 1_000_000;
    public const long HighestUnitPriceMinor = 1_000_000_000;
    public const long HighestAmountMinor = 100_000_000_000;
    public const int LongestKey = 128;
    public const int LongestSku = 32;
    public const int LongestName = 128;

    /// <summary>Faults of lines that are told one by one; more are counted.</summary>
    private const int MostLineFaults = 10;

    public static IEnumerable<string> Check(PlaceOrder order)
    {
        if (OrderText.FaultOfKey(order.Key, LongestKey) is { } key)
        {
            yield return $"The key {key}. Give 1 to {LongestKey} characters that identify the order.";
        }

        if (OrderText.Fault(order.Customer, LongestName) is { } customer)
        {
            yield return $"The customer {customer}. Give at most {LongestName} characters; empty is allowed.";
        }

        if (OrderText.Fault(order.Country, LongestName) is { } country)
        {
            yield return $"The country {country}. Give at most {LongestName} characters; empty is allowed.";
        }

        if (!Iso4217.Has(order.Currency))
        {
            yield return $"The currency is {Shown.Text(order.Currency)}. Give an ISO 4217 code, such as GBP.";
        }

        foreach (var problem in CheckLines(order.Lines))
        {
            yield return problem;
        }
    }

    private static List<string> CheckLines(IReadOnlyList<OrderLine>? lines)
    {
        if (lines is null || lines.Count == 0)
        {
            return ["The order has no line. Give at least one."];
        }

        if (lines.Count > MostLines)
        {
            return [$"The order has {lines.Count} lines. Give at most {MostLines}, or split it."];
        }

        var faults = lines.SelectMany((line, index) => CheckLine(line, index + 1)).ToList();
        if (faults.Count > MostLineFaults)
        {
            return [.. faults.Take(MostLineFaults), $"{faults.Count - MostLineFaults} more faults in lines."];
        }

        if (
            faults.Count == 0
            && lines.Sum(line => line.Quantity * line.UnitPriceMinor) is > HighestAmountMinor and var amount
        )
        {
            return
            [
                $"The order amounts to {amount} minor units. Give at most {HighestAmountMinor}, or split it.",
            ];
        }

        return faults;
    }

    private static IEnumerable<string> CheckLine(OrderLine? line, int number)
    {
        if (line is null)
        {
            yield return $"Line {number} is empty. Give an article, a quantity and a price.";
            yield break;
        }

        if (OrderText.FaultOfKey(line.Sku, LongestSku) is { } sku)
        {
            yield return $"The article of line {number} {sku}. Give 1 to {LongestSku} characters.";
        }

        if (line.Quantity is < 1 or > LargestQuantity)
        {
            yield return $"Line {number} has the quantity {line.Quantity}. Give 1 to {LargestQuantity}.";
        }

        if (line.UnitPriceMinor is < 0 or > HighestUnitPriceMinor)
        {
            yield return $"Line {number} has the price {line.UnitPriceMinor}. Give 0 to {HighestUnitPriceMinor} minor units.";
        }
    }
}
