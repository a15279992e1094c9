using System.Runtime.CompilerServices;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>
/// Lines of invoices as CSV (RFC 4180), with a header. The invoice's number is the order's key. Lines of an invoice need
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
        var records = new CsvRecordReader(text);
        var columns = await ReadHeader(records, cancellationToken);
        var open = new OrderedDictionary<string, CsvInvoice>();
        while (await records.Read(columns.Count, cancellationToken) is { } record)
        {
            if (record.IsBlank)
            {
                continue;
            }

            if (FaultOf(record, columns) is { } fault)
            {
                yield return new OrderFileItem.Unreadable(record.LineNumber, fault);
                continue;
            }

            var row = CsvRow.Of(columns, record.Fields);
            if (!open.TryGetValue(row.Invoice, out var invoice))
            {
                if (open.Count == MostOpenInvoices)
                {
                    yield return open.GetAt(0).Value.Complete();
                    open.RemoveAt(0);
                }

                invoice = new CsvInvoice(record.LineNumber, row, currency);
                open.Add(row.Invoice, invoice);
            }

            if (invoice.Add(row) is { } lineFault)
            {
                yield return new OrderFileItem.Unreadable(record.LineNumber, lineFault);
            }
        }

        foreach (var invoice in open.Values)
        {
            yield return invoice.Complete();
        }
    }

    private static async Task<CsvColumns> ReadHeader(
        CsvRecordReader records,
        CancellationToken cancellationToken
    )
    {
        var header =
            await records.Read(null, cancellationToken)
            ?? throw new InvalidDataException(
                $"The file is empty. Expected a header: {CsvColumns.Required}."
            );
        return CsvColumns.Of([.. header.Fields.Select(field => field.TrimStart('\uFEFF'))]);
    }

    private static string? FaultOf(CsvRecord record, CsvColumns columns) =>
        record.Fault
        ?? (
            record.Fields.Count == columns.Count
                ? CsvRow.Of(columns, record.Fields).Fault
                : $"it has {record.Fields.Count} fields. Give {columns.Count}, as in the header."
        );
}
