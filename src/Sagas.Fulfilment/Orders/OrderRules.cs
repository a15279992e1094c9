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

        foreach (var problem in LineRules.Check(order.Lines, "order"))
        {
            yield return problem;
        }
    }
}
