using System.Runtime.CompilerServices;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>Lines of invoices and credit notes as CSV (RFC 4180), with a header.</summary>
internal static class CsvRows
{
    /// <summary>Blank lines are left out.</summary>
    /// <exception cref="InvalidDataException">There is no header, or it lacks columns.</exception>
    public static async IAsyncEnumerable<CsvRead> Read(
        TextReader text,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var records = new CsvRecordReader(text);
        var columns = await ReadHeader(records, cancellationToken);
        while (await records.Read(columns.Count, cancellationToken) is { } record)
        {
            if (!record.IsBlank)
            {
                yield return Judge(record, columns);
            }
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

    private static CsvRead Judge(CsvRecord record, CsvColumns columns)
    {
        var fault =
            record.Fault
            ?? (
                record.Fields.Count == columns.Count
                    ? null
                    : $"it has {record.Fields.Count} fields. Give {columns.Count}, as in the header."
            );
        if (fault is not null)
        {
            return new(record.LineNumber, null, fault);
        }

        var row = CsvRow.Of(columns, record.Fields);
        return new(record.LineNumber, row, row.Fault);
    }
}

/// <param name="Row">Null when the line could not be taken apart.</param>
/// <param name="Fault">What is wrong, whatever the line belongs to; null when nothing is.</param>
internal readonly record struct CsvRead(int LineNumber, CsvRow? Row, string? Fault);
