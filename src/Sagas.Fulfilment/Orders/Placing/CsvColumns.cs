namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>Where the fields are that we need, from 0; -1 for one that is not there. Others are passed over.</summary>
internal sealed record CsvColumns(
    int Invoice,
    int Article,
    int Quantity,
    int Price,
    int Customer,
    int Country,
    int Currency,
    int Count
)
{
    /// <summary>The columns that must be there, by the first of their names.</summary>
    public const string Required = "InvoiceNo, StockCode, Quantity, UnitPrice";

    /// <summary>Case, blanks and punctuation make no difference.</summary>
    private static readonly string[][] Names =
    [
        ["InvoiceNo", "Invoice", "OrderNo", "Order", "Key"],
        ["StockCode", "Sku", "Article"],
        ["Quantity", "Qty"],
        ["UnitPrice", "Price"],
        ["CustomerID", "Customer"],
        ["Country"],
        ["Currency"],
    ];

    private const int RequiredCount = 4;

    /// <exception cref="InvalidDataException">A required column is missing.</exception>
    public static CsvColumns Of(IReadOnlyList<string> header)
    {
        var found = header.Select(Plain).ToList();
        var places = Names
            .Select(names => found.FindIndex(column => names.Any(name => Plain(name) == column)))
            .ToList();
        var missing = Names
            .Take(RequiredCount)
            .Where((_, index) => places[index] < 0)
            .Select(names => names[0])
            .ToList();
        return missing.Count == 0
            ? new(places[0], places[1], places[2], places[3], places[4], places[5], places[6], header.Count)
            : throw new InvalidDataException(
                $"The header has no column {string.Join(", ", missing)}. Expected {Required}, separated by commas, and if there are "
                    + $"such CustomerID, Country, Currency; found {Shown.Text(string.Join(',', header))}."
            );
    }

    private static string Plain(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
