namespace Sagas.Fulfilment.Returns.Placing;

/// <summary>Something found in a file of invoices and credit notes. Line numbers count from 1.</summary>
public abstract record CreditNoteItem(int LineNumber)
{
    /// <param name="CreditNote">Its number.</param>
    /// <param name="IsMatched">Whether an order was found that had the goods.</param>
    public sealed record Return(int LineNumber, string CreditNote, ReturnOrder Command, bool IsMatched)
        : CreditNoteItem(LineNumber);

    public sealed record Unreadable(int LineNumber, string Reason) : CreditNoteItem(LineNumber);
}
