using System.Globalization;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>An invoice whose lines are being gathered.</summary>
internal sealed class CsvInvoice(int lineNumber, CsvRow first, string currency)
{
    private const string CreditNoteMark = "C";
    private const decimal MinorUnits = 100;

    private readonly List<OrderLine> _lines = [];

    public string Key => first.Invoice;

    private bool IsCreditNote => Key.StartsWith(CreditNoteMark, StringComparison.OrdinalIgnoreCase);

    /// <returns>What is wrong with the line; null when it was taken, or belongs to a credit note.</returns>
    public string? Add(CsvRow row)
    {
        if (IsCreditNote)
        {
            return null;
        }

        if (row.Invoice.Length is 0 or > OrderRules.LongestKey)
        {
            return $"the invoice number \"{row.Invoice}\" has {row.Invoice.Length} characters. Give 1 to {OrderRules.LongestKey}.";
        }

        if (row.Article.Length is 0 or > OrderRules.LongestSku)
        {
            return $"the article \"{row.Article}\" has {row.Article.Length} characters. Give 1 to {OrderRules.LongestSku}.";
        }

        if (
            !int.TryParse(
                row.Quantity,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var quantity
            )
        )
        {
            return $"the quantity \"{row.Quantity}\" is not a whole number.";
        }

        if (quantity is < 1 or > OrderRules.LargestQuantity)
        {
            return quantity < 1
                ? $"the quantity {quantity} is an adjustment of stock, not a sale."
                : $"the quantity {quantity} is above {OrderRules.LargestQuantity}.";
        }

        if (!TryReadPrice(row.Price, out var price))
        {
            return $"the price \"{row.Price}\" is not an amount of 0 or more with at most two decimals.";
        }

        _lines.Add(new OrderLine(row.Article, quantity, price));
        return null;
    }

    public OrderFileItem Complete()
    {
        if (IsCreditNote)
        {
            return new OrderFileItem.CreditNote(lineNumber, Key);
        }

        if (_lines.Count == 0)
        {
            return new OrderFileItem.EmptyOrder(lineNumber, Key);
        }

        var order = new PlaceOrder(Key, first.Customer, first.Country, currency, _lines);
        var problems = OrderRules.Check(order).ToList();
        return problems.Count == 0
            ? new OrderFileItem.Order(lineNumber, order)
            : new OrderFileItem.Unreadable(lineNumber, $"invoice {Key}: {string.Join(" ", problems)}");
    }

    private static bool TryReadPrice(string text, out long minor)
    {
        minor = 0;
        if (
            !decimal.TryParse(
                text,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var price
            )
            || price > OrderRules.HighestUnitPriceMinor / MinorUnits
            || decimal.Truncate(price * MinorUnits) != price * MinorUnits
        )
        {
            return false;
        }

        minor = (long)(price * MinorUnits);
        return true;
    }
}
