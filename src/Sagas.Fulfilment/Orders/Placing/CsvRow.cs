namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>The fields of a line that we need, as text.</summary>
internal sealed record CsvRow(
    string Invoice,
    string Article,
    string Quantity,
    string Price,
    string Customer,
    string Country,
    string Currency
)
{
    private const string CreditNoteMark = "C";
    internal const char Undecodable = '\uFFFD';
    internal const string NotUtf8 = "it has bytes that are not UTF-8. Save the file as UTF-8.";

    public bool IsCreditNote => Invoice.StartsWith(CreditNoteMark, StringComparison.OrdinalIgnoreCase);

    public static CsvRow Of(CsvColumns columns, IReadOnlyList<string> fields)
    {
        string Field(int place) => place < 0 ? "" : fields[place].Trim();
        return new(
            Field(columns.Invoice),
            Field(columns.Article),
            Field(columns.Quantity),
            Field(columns.Price),
            Field(columns.Customer),
            Field(columns.Country),
            Field(columns.Currency)
        );
    }

    /// <summary>What is wrong, whatever invoice it belongs to; null when nothing is.</summary>
    public string? Fault =>
        OrderText.FaultOfKey(Invoice, OrderRules.LongestKey) is { } fault
            ? $"the invoice number {fault}. Give 1 to {OrderRules.LongestKey} characters."
        : string.Concat(Invoice, Article, Customer, Country).Contains(Undecodable, StringComparison.Ordinal)
            ? NotUtf8
        : null;
}
