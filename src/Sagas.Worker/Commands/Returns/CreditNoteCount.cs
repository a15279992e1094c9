using Sagas.Fulfilment.Returns.Placing;

namespace Sagas.Worker.Commands.Returns;

/// <summary>How much of the credit notes of a file found the order that it came from.</summary>
internal sealed class CreditNoteCount
{
    private readonly HashSet<string> _notes = [];

    public int Notes => _notes.Count;

    public int Matched { get; private set; }

    public int LinesMatched { get; private set; }

    public int LinesUnmatched { get; private set; }

    public void Add(CreditNoteItem.Return item)
    {
        _notes.Add(item.CreditNote);
        if (item.IsMatched)
        {
            Matched++;
            LinesMatched += item.Command.Lines.Count;
        }
        else
        {
            LinesUnmatched += item.Command.Lines.Count;
        }
    }
}
