using System.Runtime.CompilerServices;
using Sagas.Fulfilment.Orders.Placing;

namespace Sagas.Fulfilment.Returns.Placing;

/// <summary>
/// Reads the credit notes of a CSV file of invoices: invoices whose number begins with C, with quantities below zero.
/// </summary>
/// <remarks>
/// A credit note does not say what it credits. Each of its lines is taken for a return of the latest invoice above it, of the same
/// customer and currency, that has enough of the article left. One for which there is none is still a return: of an order with
/// the credit note's own number, which is in nobody's books, and which the saga refuses. There is one return for each order that
/// a credit note comes from. Its key is made of both numbers; without an order, it is the credit note's.
/// </remarks>
public static class CreditNoteFile
{
    /// <summary>As for invoices: a line that comes after so many other credit notes is a return with the same key, and a conflict.</summary>
    private const int MostOpen = CsvOrders.MostOpenInvoices;

    /// <param name="currency">For lines that name none.</param>
    /// <returns>Returns, as soon as they are complete; lines of credit notes that cannot be read.</returns>
    /// <exception cref="InvalidDataException">The text as a whole is not in this format.</exception>
    public static async IAsyncEnumerable<CreditNoteItem> Read(
        TextReader text,
        string currency = "GBP",
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var sold = new SoldArticles();
        var open = new OrderedDictionary<string, CreditNote>();
        await foreach (var (line, row, fault) in CsvRows.Read(text, cancellationToken))
        {
            if (fault is not null)
            {
                yield return new CreditNoteItem.Unreadable(line, fault);
                continue;
            }

            if (!row!.IsCreditNote)
            {
                sold.Add(row, row.Currency.Length == 0 ? currency : row.Currency);
                continue;
            }

            if (!open.TryGetValue(row.Invoice, out var note))
            {
                if (open.Count == MostOpen)
                {
                    foreach (var item in open.GetAt(0).Value.Complete())
                    {
                        yield return item;
                    }

                    open.RemoveAt(0);
                }

                note = new CreditNote(line, row, currency);
                open.Add(row.Invoice, note);
            }

            if (note.Add(row, sold) is { } lineFault)
            {
                yield return new CreditNoteItem.Unreadable(line, lineFault);
            }
        }

        foreach (var item in open.Values.SelectMany(note => note.Complete()))
        {
            yield return item;
        }
    }
}
