using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Orders.Placing;

namespace Sagas.Fulfilment.Returns.Placing;

/// <summary>What a file says was sold to whom: a credit note names no invoice, so its invoice has to be found.</summary>
internal sealed class SoldArticles
{
    /// <summary>Articles of invoices that are kept.</summary>
    public const int Most = 2_000_000;

    private readonly Dictionary<(string Customer, string Article, string Currency), List<Sale>> _sales = [];
    private int _count;

    /// <summary>A line that is no sale, such as an adjustment of stock, is passed over; so is one of a customer without a number.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Add(CsvRow row, string currency)
    {
        if (row.Customer.Length == 0 || CsvNumbers.ReadQuantity(row.Quantity, out var quantity) is not null)
        {
            return;
        }

        var key = (row.Customer, row.Article, currency);
        if (!_sales.TryGetValue(key, out var sales))
        {
            _sales.Add(key, sales = []);
        }

        if (sales.Find(sale => sale.Invoice == row.Invoice) is { } same)
        {
            same.Left += quantity;
            return;
        }

        if (++_count > Most)
        {
            throw new InvalidDataException($"The file has more than {Most} articles of invoices. Split it.");
        }

        sales.Add(new Sale(row.Invoice) { Left = quantity });
    }

    /// <summary>Takes an article back from the latest invoice so far that has enough of it left.</summary>
    /// <returns>The invoice's number; null when there is none.</returns>
    public string? TakeBack(CsvRow row, string currency, int quantity)
    {
        var sale = _sales
            .GetValueOrDefault((row.Customer, row.Article, currency))
            ?.FindLast(sale => sale.Left >= quantity);
        if (sale is not null)
        {
            sale.Left -= quantity;
        }

        return sale?.Invoice;
    }

    private sealed class Sale(string invoice)
    {
        public string Invoice => invoice;

        public long Left { get; set; }
    }
}
