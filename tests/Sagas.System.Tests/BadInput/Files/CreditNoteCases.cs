namespace Sagas.SystemTests.BadInput.Files;

/// <summary>Files of credit notes.</summary>
internal static class CreditNoteCases
{
    private const string Sold = "536365,85123A,6,2.55,17850,France\n";

    public static IEnumerable<FileCase> All
    {
        get
        {
            static FileCase Row(string name, string row, string says) =>
                FileCase.Of(Doors.CreditNotes, name, $"{CsvCases.Header}{Sold}{row}\n", 3, says);
            yield return FileCase.Of(Doors.CreditNotes, "an empty file", "", 0, "header");
            yield return FileCase.Of(
                Doors.CreditNotes,
                "a header without quantities",
                "InvoiceNo,StockCode,UnitPrice\n",
                0,
                "Quantity"
            );
            yield return Row(
                "a positive quantity",
                "C536366,85123A,1,2.55,17850,France",
                "not that of a credit note"
            );
            yield return Row(
                "a quantity of zero",
                "C536366,85123A,0,2.55,17850,France",
                "not that of a credit note"
            );
            yield return Row(
                "a quantity that is the least number",
                "C536366,85123A,-2147483648,2.55,17850,France",
                "not that of a credit note"
            );
            yield return Row(
                "a quantity beyond a number",
                "C536366,85123A,-99999999999,2.55,17850,France",
                "not that of a credit note"
            );
            yield return Row(
                "a word for a quantity",
                "C536366,85123A,one,2.55,17850,France",
                "not that of a credit note"
            );
            yield return Row("no article", "C536366,,-1,2.55,17850,France", "the article is empty");
            yield return Row("a negative price", "C536366,85123A,-1,-2.55,17850,France", "out of range");
            yield return Row("a price that is none", "C536366,85123A,-1,x,17850,France", "the price \"x\"");
            yield return Row(
                "a number of 129 letters",
                $"C{new string('9', 128)},85123A,-1,2.55,17850,France",
                "the invoice number is too long"
            );
            yield return Row(
                "a number of 128 letters, which is too long with its order's",
                $"C{new string('9', 127)},85123A,-1,2.55,17850,France",
                "The key is too long"
            );
            yield return Row("a field too few", "C536366,85123A,-1", "fields");
        }
    }
}
