namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>An order as a line of JSON has it: anything may be missing.</summary>
internal sealed record JsonOrder(
    string? Key,
    string? Customer,
    string? Country,
    string? Currency,
    IReadOnlyList<JsonOrderLine?>? Lines
)
{
    /// <param name="currency">For an order that names none.</param>
    public PlaceOrder ToCommand(string currency) =>
        new(
            Key!,
            Customer ?? "",
            Country ?? "",
            Currency ?? currency,
            [.. (Lines ?? []).Select(line => line?.ToCommand()!)]
        );

    public IEnumerable<string> MissingNumbers() =>
        (Lines ?? [])
            .Take(OrderRules.MostLines)
            .Select((line, index) => (line, Number: index + 1))
            .Where(at => at.line is { Quantity: null } or { UnitPriceMinor: null })
            .Take(1)
            .Select(at => $"Line {at.Number} lacks its quantity or unitPriceMinor. Give both.");
}

internal sealed record JsonOrderLine(string? Sku, int? Quantity, long? UnitPriceMinor)
{
    public OrderLine ToCommand() => new(Sku!, Quantity ?? 1, UnitPriceMinor ?? 0);
}
