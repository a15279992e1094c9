using System.Runtime.CompilerServices;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>
/// Lines of invoices as CSV (RFC 4180), with a header. Lines of one invoice stand together; the invoice's number is the
/// order's key. Quoted fields end on their line.
/// </summary>
internal static class CsvOrders
{
    public static async IAsyncEnumerable<OrderFileItem> Read(
        TextReader text,
        string currency,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        CsvColumns? columns = null;
        CsvInvoice? invoice = null;
        await foreach (var (number, line) in OrderFile.Lines(text, cancellationToken))
        {
            if (columns is null)
            {
                columns = CsvColumns.Of(CsvLine.Split(line.TrimStart('\uFEFF')) ?? []);
                continue;
            }

            if (line.Length == 0)
            {
                continue;
            }

            if (CsvRow.Parse(columns, line) is not { } row)
            {
                yield return new OrderFileItem.Unreadable(
                    number,
                    "it has too few fields, too many, or an open quote."
                );
                continue;
            }

            if (invoice?.Key != row.Invoice)
            {
                if (invoice?.Complete() is { } complete)
                {
                    yield return complete;
                }

                invoice = new CsvInvoice(number, row, currency);
            }

            if (invoice.Add(row) is { } fault)
            {
                yield return new OrderFileItem.Unreadable(number, fault);
            }
        }

        if (columns is null)
        {
            throw new InvalidDataException(
                $"The file is empty. Expected a header: {string.Join(',', CsvColumns.Names)}."
            );
        }

        if (invoice?.Complete() is { } last)
        {
            yield return last;
        }
    }
}
