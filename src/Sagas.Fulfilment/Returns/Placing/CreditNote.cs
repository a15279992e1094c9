using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Orders.Placing;

namespace Sagas.Fulfilment.Returns.Placing;

/// <summary>A credit note whose lines are being gathered: a return for each order that they come from.</summary>
internal sealed class CreditNote(int lineNumber, CsvRow first, string currency)
{
    private readonly OrderedDictionary<string, List<OrderLine>> _orders = [];

    private string Number => first.Invoice;

    private string Currency => first.Currency.Length == 0 ? currency : first.Currency;

    /// <returns>What is wrong with the line; null when it was taken.</returns>
    public string? Add(CsvRow row, SoldArticles sold)
    {
        if (row.Currency != first.Currency)
        {
            return $"the currency {Shown.Text(row.Currency)} is not that of the credit note, {Currency}.";
        }

        if (OrderText.FaultOfKey(row.Article, OrderRules.LongestSku) is { } article)
        {
            return $"the article {article}. Give 1 to {OrderRules.LongestSku} characters.";
        }

        var price = 0L;
        var fault =
            CsvNumbers.ReadReturnedQuantity(row.Quantity, out var quantity)
            ?? CsvNumbers.ReadPrice(row.Price, Currency, out price);
        if (fault is null)
        {
            LinesOf(sold.TakeBack(row, Currency, quantity) ?? Number)
                .Add(new OrderLine(row.Article, quantity, price));
        }

        return fault;
    }

    public IEnumerable<CreditNoteItem> Complete() =>
        _orders.Select(order => Complete(order.Key, order.Value));

    private CreditNoteItem Complete(string orderKey, List<OrderLine> lines)
    {
        var isMatched = orderKey != Number;
        var command = new ReturnOrder(isMatched ? $"{Number}-{orderKey}" : Number, orderKey, Currency, lines);
        var problems = ReturnRules.Check(command).ToList();
        return problems.Count == 0
            ? new CreditNoteItem.Return(lineNumber, Number, command, isMatched)
            : new CreditNoteItem.Unreadable(
                lineNumber,
                $"credit note {Number}: {string.Join(" ", problems)}"
            );
    }

    private List<OrderLine> LinesOf(string orderKey)
    {
        if (!_orders.TryGetValue(orderKey, out var lines))
        {
            _orders.Add(orderKey, lines = []);
        }

        return lines;
    }
}
