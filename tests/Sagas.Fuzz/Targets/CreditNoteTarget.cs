using System.Text;
using Sagas.Fulfilment.Returns.Placing;

namespace Sagas.Fuzz.Targets;

/// <summary>The credit notes of a file of invoices.</summary>
internal sealed class CreditNoteTarget : ITarget
{
    public string Name => "credit-notes";

    public int Share => 5;

    public IReadOnlyList<byte[]> Seeds { get; } = Sample.Bytes(CsvTarget.File);

    public IReadOnlyList<byte[]> Words { get; } = Sample.Bytes(CsvTarget.CsvWords);

    public Answer Read(byte[] input)
    {
        try
        {
            using var text = FileReading.TextOf(input);
            var refusals = new StringBuilder();
            foreach (var item in FileReading.All(CreditNoteFile.Read(text)))
            {
                switch (item)
                {
                    case CreditNoteItem.Return found:
                        FileReading.RequireSame(found.Command);
                        break;
                    case CreditNoteItem.Unreadable unreadable:
                        FileReading.RequireReason(unreadable.LineNumber, unreadable.Reason);
                        refusals.Append(unreadable.Reason);
                        break;
                }
            }

            return refusals.Length > 0 ? new(false, refusals.ToString()) : new(true, "read");
        }
        catch (InvalidDataException broken)
        {
            return new(false, broken.Message);
        }
    }
}
