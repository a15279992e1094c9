namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>The fields of a line that we need, as text.</summary>
internal sealed record CsvRow(
    string Invoice,
    string Article,
    string Quantity,
    string Price,
    string Customer,
    string Country
)
{
    public static CsvRow? Parse(CsvColumns columns, string line) =>
        CsvLine.Split(line) is { } fields && fields.Count == columns.Count
            ? new(
                fields[columns.Invoice].Trim(),
                fields[columns.Article].Trim(),
                fields[columns.Quantity].Trim(),
                fields[columns.Price].Trim(),
                fields[columns.Customer].Trim(),
                fields[columns.Country].Trim()
            )
            : null;
}
