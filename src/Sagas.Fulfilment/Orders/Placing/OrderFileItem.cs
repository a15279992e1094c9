namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>Something found in a file of orders. Line numbers count from 1.</summary>
public abstract record OrderFileItem(int LineNumber)
{
    public sealed record Order(int LineNumber, PlaceOrder Command) : OrderFileItem(LineNumber);

    public sealed record Unreadable(int LineNumber, string Reason) : OrderFileItem(LineNumber);

    /// <summary>An invoice without a line that could be read: reported once more, with its number.</summary>
    public sealed record EmptyOrder(int LineNumber, string Key) : OrderFileItem(LineNumber);

    /// <summary>A credit note belongs to a return, not to an order.</summary>
    public sealed record CreditNote(int LineNumber, string Key) : OrderFileItem(LineNumber);
}
