namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>An invoice whose lines are being gathered.</summary>
internal sealed class CsvInvoice(int lineNumber, CsvRow first, string currency)
{
    private readonly List<OrderLine> _lines = [];
    private int _surplus;

    public string Key => first.Invoice;

    private string Currency => first.Currency.Length == 0 ? currency : first.Currency;

    /// <returns>What is wrong with the line; null when it was taken, or belongs to a credit note.</returns>
    public string? Add(CsvRow row)
    {
        if (first.IsCreditNote)
        {
            return null;
        }

        if (row.Currency != first.Currency)
        {
            return $"the currency {Shown.Text(row.Currency)} is not that of the invoice, {Currency}.";
        }

        if (OrderText.FaultOfKey(row.Article, OrderRules.LongestSku) is { } article)
        {
            return $"the article {article}. Give 1 to {OrderRules.LongestSku} characters.";
        }

        var price = 0L;
        var fault =
            CsvNumbers.ReadQuantity(row.Quantity, out var quantity)
            ?? CsvNumbers.ReadPrice(row.Price, Currency, out price);
        if (fault is null && _lines.Count < OrderRules.MostLines)
        {
            _lines.Add(new OrderLine(row.Article, quantity, price));
        }
        else if (fault is null)
        {
            // Counted, not kept: an endless invoice takes no endless memory.
            _surplus++;
        }

        return fault;
    }

    public OrderFileItem Complete()
    {
        if (first.IsCreditNote)
        {
            return new OrderFileItem.CreditNote(lineNumber, Key);
        }

        if (_lines.Count == 0)
        {
            return new OrderFileItem.EmptyOrder(lineNumber, Key);
        }

        var order = new PlaceOrder(Key, first.Customer, first.Country, Currency, _lines);
        List<string> problems =
            _surplus > 0
                ?
                [
                    $"The order has {_lines.Count + _surplus} lines. Give at most {OrderRules.MostLines}, or split it.",
                ]
                : [.. OrderRules.Check(order)];
        return problems.Count == 0
            ? new OrderFileItem.Order(lineNumber, order)
            : new OrderFileItem.Unreadable(lineNumber, $"invoice {Key}: {string.Join(" ", problems)}");
    }
}
