namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>Where the fields are that we need; others are passed over.</summary>
internal sealed record CsvColumns(
    int Invoice,
    int Article,
    int Quantity,
    int Price,
    int Customer,
    int Country,
    int Count
)
{
    public static readonly string[] Names =
    [
        "InvoiceNo",
        "StockCode",
        "Quantity",
        "UnitPrice",
        "CustomerID",
        "Country",
    ];

    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public static CsvColumns Of(IReadOnlyList<string> header)
    {
        var places = Names
            .Select(name =>
                header
                    .ToList()
                    .FindIndex(column => column.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            )
            .ToList();
        var missing = Names.Where((_, index) => places[index] < 0).ToList();
        return missing.Count == 0
            ? new(places[0], places[1], places[2], places[3], places[4], places[5], header.Count)
            : throw new InvalidDataException(
                $"The header has no column {string.Join(", ", missing)}. Expected {string.Join(',', Names)}, in any order; "
                    + $"found {string.Join(',', header)}."
            );
    }
}
