namespace Sagas.Fulfilment.Orders;

/// <summary>What the lines of an order, or of a part of one, must satisfy.</summary>
internal static class LineRules
{
    /// <summary>Faults of lines that are told one by one; more are counted.</summary>
    private const int MostLineFaults = 10;

    /// <param name="whole">What they are lines of, such as an order.</param>
    public static IReadOnlyList<string> Check(IReadOnlyList<OrderLine>? lines, string whole)
    {
        if (lines is null || lines.Count == 0)
        {
            return [$"The {whole} has no line. Give at least one."];
        }

        if (lines.Count > OrderRules.MostLines)
        {
            return
            [
                $"The {whole} has {lines.Count} lines. Give at most {OrderRules.MostLines}, or split it.",
            ];
        }

        var faults = lines.SelectMany((line, index) => CheckLine(line, index + 1)).ToList();
        if (faults.Count > MostLineFaults)
        {
            return [.. faults.Take(MostLineFaults), $"{faults.Count - MostLineFaults} more faults in lines."];
        }

        if (
            faults.Count == 0
            && lines.Sum(line => line.Quantity * line.UnitPriceMinor)
                is > OrderRules.HighestAmountMinor
                    and var amount
        )
        {
            return
            [
                $"The {whole} amounts to {amount} minor units. Give at most {OrderRules.HighestAmountMinor}, or split it.",
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

        if (OrderText.FaultOfKey(line.Sku, OrderRules.LongestSku) is { } sku)
        {
            yield return $"The article of line {number} {sku}. Give 1 to {OrderRules.LongestSku} characters.";
        }

        if (line.Quantity is < 1 or > OrderRules.LargestQuantity)
        {
            yield return $"Line {number} has the quantity {line.Quantity}. Give 1 to {OrderRules.LargestQuantity}.";
        }

        if (line.UnitPriceMinor is < 0 or > OrderRules.HighestUnitPriceMinor)
        {
            yield return $"Line {number} has the price {line.UnitPriceMinor}. Give 0 to {OrderRules.HighestUnitPriceMinor} minor units.";
        }
    }
}
