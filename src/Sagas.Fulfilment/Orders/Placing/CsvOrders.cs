using System.Runtime.CompilerServices;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>
/// Orders of a CSV file. The invoice's number is the order's key. Lines of an invoice need
/// not stand together, as long as fewer than <see cref="MostOpenInvoices"/> others begin between them; what comes later
/// is another order with the same key, which is then a conflict.
/// </summary>
internal static class CsvOrders
{
    public const int MostOpenInvoices = 100;

    public static async IAsyncEnumerable<OrderFileItem> Read(
        TextReader text,
        string currency,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var open = new OrderedDictionary<string, CsvInvoice>();
        await foreach (var (line, row, fault) in CsvRows.Read(text, cancellationToken))
        {
            if (fault is not null)
            {
                yield return new OrderFileItem.Unreadable(line, fault);
                continue;
            }

            if (!open.TryGetValue(row!.Invoice, out var invoice))
            {
                if (open.Count == MostOpenInvoices)
                {
                    yield return open.GetAt(0).Value.Complete();
                    open.RemoveAt(0);
                }

                invoice = new CsvInvoice(line, row, currency);
                open.Add(row.Invoice, invoice);
            }

            if (invoice.Add(row) is { } lineFault)
            {
                yield return new OrderFileItem.Unreadable(line, lineFault);
            }
        }

        foreach (var invoice in open.Values)
        {
            yield return invoice.Complete();
        }
    }
}
