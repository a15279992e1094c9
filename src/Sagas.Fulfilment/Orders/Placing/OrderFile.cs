namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>Reads orders from a text. What cannot be read is reported, and never stops the rest.</summary>
public static class OrderFile
{
    /// <summary>Characters of a line that are read; a longer line is reported and passed over.</summary>
    public const int LongestLine = 262_144;

    /// <param name="currency">For orders that name none, such as those of the retail file.</param>
    /// <returns>Orders, as soon as they are complete; unreadable lines; skipped credit notes.</returns>
    /// <exception cref="InvalidDataException">The text as a whole is not in this format.</exception>
    public static IAsyncEnumerable<OrderFileItem> Read(
        TextReader text,
        OrderFileFormat format,
        string currency = "GBP",
        CancellationToken cancellationToken = default
    ) =>
        format == OrderFileFormat.Csv
            ? CsvOrders.Read(text, currency, cancellationToken)
            : JsonLinesOrders.Read(text, currency, cancellationToken);

    /// <summary>By the name's ending: .jsonl, .ndjson and .json are JSON Lines, everything else CSV.</summary>
    public static OrderFileFormat FormatOf(string file) =>
        Path.GetExtension(file).ToUpperInvariant() is ".JSONL" or ".NDJSON" or ".JSON"
            ? OrderFileFormat.JsonLines
            : OrderFileFormat.Csv;
}

public enum OrderFileFormat
{
    Csv,
    JsonLines,
}
