using Sagas.Fulfilment.Orders;

namespace Sagas.Fulfilment.Returns;

/// <summary>
/// What a return must satisfy to be accepted. Whether the order had the goods is for the inventory to say, and whether it had the
/// money, for the payments.
/// </summary>
public static class ReturnRules
{
    public static IEnumerable<string> Check(ReturnOrder order)
    {
        if (OrderText.FaultOfKey(order.Key, OrderRules.LongestKey) is { } key)
        {
            yield return $"The key {key}. Give 1 to {OrderRules.LongestKey} characters that identify the return.";
        }

        if (OrderText.FaultOfKey(order.OrderKey, OrderRules.LongestKey) is { } orderKey)
        {
            yield return $"The order's key {orderKey}. Give the key with which the order was placed.";
        }

        if (!Iso4217.Has(order.Currency))
        {
            yield return $"The currency is {Shown.Text(order.Currency)}. Give the order's ISO 4217 code, such as GBP.";
        }

        foreach (var problem in LineRules.Check(order.Lines, "return"))
        {
            yield return problem;
        }
    }
}
