namespace Sagas.Fulfilment.Orders.Placing;

/// <param name="LineNumber">Of its first line.</param>
/// <param name="Fields">Empty when it has a fault.</param>
internal sealed record CsvRecord(int LineNumber, IReadOnlyList<string> Fields, string? Fault = null)
{
    public bool IsBlank => Fault is null && Fields is [var only] && string.IsNullOrWhiteSpace(only);
}
