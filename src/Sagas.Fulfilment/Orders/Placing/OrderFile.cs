using System.Runtime.CompilerServices;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>Reads orders from a text. What cannot be read is reported, and never stops the rest.</summary>
public static class OrderFile
{
    /// <summary>Characters of a line that are read; a longer line is reported.</summary>
    public const int LongestLine = 262_144;

    /// <param name="currency">For CSV, which has no currency of its own.</param>
    /// <returns>In the order of the text: orders, unreadable lines and skipped credit notes.</returns>
    /// <exception cref="InvalidDataException">The text as a whole is not in this format.</exception>
    public static IAsyncEnumerable<OrderFileItem> Read(
        TextReader text,
        OrderFileFormat format,
        string currency = "GBP",
        CancellationToken cancellationToken = default
    ) =>
        format == OrderFileFormat.Csv
            ? CsvOrders.Read(text, currency, cancellationToken)
            : JsonLinesOrders.Read(text, cancellationToken);

    /// <summary>By the name's ending: .jsonl, .ndjson and .json are JSON Lines, everything else CSV.</summary>
    public static OrderFileFormat FormatOf(string file) =>
        Path.GetExtension(file).ToUpperInvariant() is ".JSONL" or ".NDJSON" or ".JSON"
            ? OrderFileFormat.JsonLines
            : OrderFileFormat.Csv;

    internal static async IAsyncEnumerable<(int Number, string Text)> Lines(
        TextReader text,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var number = 0;
        while (await text.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return (++number, line);
        }
    }
}

public enum OrderFileFormat
{
    Csv,
    JsonLines,
}
