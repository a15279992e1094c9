namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>
/// Records of RFC 4180: a quoted field may hold commas, doubled quotes and line breaks. A quote that is never closed
/// spoils its own line only.
/// </summary>
internal sealed class CsvRecordReader(TextReader text)
{
    /// <summary>Lines that a quoted field may go on for.</summary>
    private const int MostLines = 20;

    private readonly FileLineReader _lines = new(text);

    /// <param name="fieldCount">What a record of several lines must have to be taken for one; null: anything.</param>
    /// <returns>Null at the end of the text.</returns>
    public async ValueTask<CsvRecord?> Read(int? fieldCount, CancellationToken cancellationToken)
    {
        if (await _lines.Read(cancellationToken) is not { } line)
        {
            return null;
        }

        return line.Fault is { } fault ? new(line.Number, [], fault)
            : CsvLine.Split(line.Text) is { } fields ? new(line.Number, fields)
            : await GoOn(line, fieldCount, cancellationToken);
    }

    private async ValueTask<CsvRecord> GoOn(
        FileLine first,
        int? fieldCount,
        CancellationToken cancellationToken
    )
    {
        var following = new Stack<FileLine>();
        var (length, isOpen) = (first.Text.Length, true);
        while (isOpen && following.Count < MostLines && await _lines.Read(cancellationToken) is { } line)
        {
            following.Push(line);
            length += 1 + line.Text.Length;
            if (line.Fault is not null || length > OrderFile.LongestLine)
            {
                break;
            }

            // Put together only when it is whole: in a file of open quotes, each line would be copied twenty times.
            isOpen = CsvLine.LeavesQuoteOpen(line.Text, isQuoted: true);
        }

        if (
            !isOpen
            && CsvLine.Split(Joined(first, following)) is { } fields
            && (fieldCount is null || fields.Count == fieldCount)
        )
        {
            return new(first.Number, fields);
        }

        while (following.TryPop(out var line))
        {
            _lines.Return(line);
        }

        return new(
            first.Number,
            [],
            "a quote is opened and not closed. Close it, or double a quote that is meant."
        );
    }

    private static string Joined(FileLine first, Stack<FileLine> following) =>
        string.Join('\n', following.Append(first).Reverse().Select(line => line.Text));
}
