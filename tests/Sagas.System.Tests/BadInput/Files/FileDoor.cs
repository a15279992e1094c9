using System.Text;
using Sagas.Fulfilment.Orders.Placing;
using Sagas.Fulfilment.Returns.Placing;

namespace Sagas.SystemTests.BadInput.Files;

/// <summary>Reads each file with the reader that the command line has.</summary>
internal sealed class FileDoor(Answers answers)
{
    public async Task Answer(IEnumerable<FileCase> cases)
    {
        foreach (var one in cases)
        {
            try
            {
                var refusals = one.Door == Doors.CreditNotes ? await Returns(one) : await Orders(one);
                var refusal = refusals.FirstOrDefault(found => found.Line == one.Line);
                if (refusal.Reason is null)
                {
                    answers.Wrong(
                        one,
                        $"line {one.Line} was not refused; refused were {string.Join(' ', refusals)}"
                    );
                }
                else
                {
                    answers.Judge(one, refusal.Reason, one.Says);
                }
            }
            catch (InvalidDataException whole)
            {
                answers.Judge(one, one.Line == 0 ? whole.Message : "", one.Says);
            }
        }
    }

    private static async Task<List<(int Line, string? Reason)>> Orders(FileCase one)
    {
        var refusals = new List<(int, string?)>();
        using var text = TextOf(one);
        var format = one.Door == Doors.Csv ? OrderFileFormat.Csv : OrderFileFormat.JsonLines;
        await foreach (var item in OrderFile.Read(text, format))
        {
            if (item is OrderFileItem.Unreadable refused)
            {
                refusals.Add((refused.LineNumber, refused.Reason));
            }
        }

        return refusals;
    }

    private static async Task<List<(int Line, string? Reason)>> Returns(FileCase one)
    {
        var refusals = new List<(int, string?)>();
        using var text = TextOf(one);
        await foreach (var item in CreditNoteFile.Read(text))
        {
            if (item is CreditNoteItem.Unreadable refused)
            {
                refusals.Add((refused.LineNumber, refused.Reason));
            }
        }

        return refusals;
    }

    private static StreamReader TextOf(FileCase one) => new(new MemoryStream(one.Bytes), Encoding.UTF8);
}
