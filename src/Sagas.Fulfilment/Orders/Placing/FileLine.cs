namespace Sagas.Fulfilment.Orders.Placing;

/// <param name="Number">From 1.</param>
/// <param name="Text">Empty when the line is too long to be read.</param>
/// <param name="Length">In characters, also of a line that was not kept.</param>
internal readonly record struct FileLine(int Number, string Text, long Length)
{
    public string? Fault =>
        Length > OrderFile.LongestLine
            ? $"it has {Length} characters. Give at most {OrderFile.LongestLine}."
            : null;
}
