using System.Text;

namespace Sagas.SystemTests.BadInput.Files;

/// <summary>Files of invoices, as CSV.</summary>
internal static class CsvCases
{
    public const string Header = "InvoiceNo,StockCode,Quantity,UnitPrice,CustomerID,Country\n";
    private const string Good = "536365,85123A,6,2.55,17850,France\n";

    public static IEnumerable<FileCase> All => [.. Headers(), .. Rows(), .. Bytes()];

    private static FileCase Csv(string name, string text, int line, string says) =>
        FileCase.Of(Doors.Csv, name, text, line, says);

    private static FileCase Row(string name, string row, string says) =>
        Csv(name, $"{Header}{row}\n{Good}", 2, says);

    private static IEnumerable<FileCase> Headers()
    {
        const string Missing = "The header has no column";
        yield return Csv("an empty file", "", 0, "header");
        yield return Csv("blank lines alone", "\n\n\n", 0, "header");
        yield return Csv("no header", Good, 0, Missing);
        yield return Csv("a header without prices", "InvoiceNo,StockCode,Quantity\n", 0, "UnitPrice");
        yield return Csv("a header with semicolons", "InvoiceNo;StockCode;Quantity;UnitPrice\n", 0, Missing);
        yield return Csv("a header with tabs", "InvoiceNo\tStockCode\tQuantity\tUnitPrice\n", 0, Missing);
        yield return Csv("a header of another file", "Date,Open,High,Low,Close\n", 0, Missing);
        yield return Csv("a header whose quote is open", "\"InvoiceNo,StockCode,Quantity,UnitPrice\n", 0, "");
        yield return Csv("JSON for CSV", Order.Good("A-1") + "\n", 0, Missing);
        yield return Csv("a page", "<!DOCTYPE html><html></html>\n", 0, Missing);
    }

    private static IEnumerable<FileCase> Rows()
    {
        yield return Row("a field too few", "536366,85123A,6,2.55,17850", "fields");
        yield return Row("a field too many", "536366,85123A,6,2.55,17850,France,x", "fields");
        yield return Row("no invoice number", ",85123A,6,2.55,17850,France", "the invoice number is empty");
        yield return Row(
            "an invoice number of 129 letters",
            $"{new string('9', 129)},85123A,6,2.55,17850,France",
            "the invoice number is too long"
        );
        yield return Row(
            "a zero in an invoice number",
            "53\06366,85123A,6,2.55,17850,France",
            "control characters"
        );
        yield return Row(
            "an escape sequence in an invoice number",
            "53\u001b[2J6366,85123A,6,2.55,17850,France",
            "control characters"
        );
        yield return Row("no article", "536366,,6,2.55,17850,France", "the article is empty");
        yield return Row(
            "an article of 33 letters",
            $"536366,{new string('A', 33)},6,2.55,17850,France",
            "the article is too long"
        );
        yield return Row("a bell in an article", "536366,85\a123A,6,2.55,17850,France", "control characters");
        yield return Row(
            "no quantity",
            "536366,85123A,,2.55,17850,France",
            "the quantity \"\" is not a whole number"
        );
        yield return Row(
            "a word for a quantity",
            "536366,85123A,six,2.55,17850,France",
            "the quantity \"six\""
        );
        yield return Row(
            "a quantity with decimals",
            "536366,85123A,6.5,2.55,17850,France",
            "the quantity \"6.5\""
        );
        yield return Row(
            "a quantity with an exponent",
            "536366,85123A,1e3,2.55,17850,France",
            "the quantity \"1e3\""
        );
        yield return Row(
            "a quantity that is not a number",
            "536366,85123A,NaN,2.55,17850,France",
            "the quantity \"NaN\""
        );
        yield return Row(
            "a quantity beyond 32 bits",
            "536366,85123A,2147483648,2.55,17850,France",
            "the quantity \"2147483648\""
        );
        yield return Row(
            "a quantity beyond the largest",
            "536366,85123A,1000001,2.55,17850,France",
            "is too large"
        );
        yield return Row("a quantity of zero", "536366,85123A,0,2.55,17850,France", "the quantity is 0");
        yield return Row(
            "a negative quantity",
            "536366,85123A,-6,2.55,17850,France",
            "an adjustment of stock"
        );
        yield return Row(
            "a quantity with thousands",
            "536366,85123A,\"1,000\",2.55,17850,France",
            "the quantity \"1,000\""
        );
        yield return Row(
            "a quantity in another script",
            "536366,85123A,\uFF16,2.55,17850,France",
            "the quantity"
        );
        yield return Row("no price", "536366,85123A,6,,17850,France", "the price \"\" is not a number");
        yield return Row("a word for a price", "536366,85123A,6,cheap,17850,France", "the price \"cheap\"");
        yield return Row(
            "a price with a decimal comma",
            "536366,85123A,6,\"2,55\",17850,France",
            "the price \"2,55\""
        );
        yield return Row("a price with a currency", "536366,85123A,6,£2.55,17850,France", "the price");
        yield return Row(
            "a price with three decimals",
            "536366,85123A,6,2.555,17850,France",
            "more decimals"
        );
        yield return Row("a negative price", "536366,85123A,6,-2.55,17850,France", "out of range");
        yield return Row(
            "a price beyond the highest",
            "536366,85123A,6,10000001,17850,France",
            "out of range"
        );
        yield return Row("a price of 1e400", "536366,85123A,6,1e400,17850,France", "the price \"1e400\"");
        yield return Row(
            "a price of thirty digits",
            $"536366,85123A,6,{new string('9', 30)},17850,France",
            "the price"
        );
        yield return Row(
            "a quote that is not closed",
            "536366,\"85123A,6,2.55,17850,France",
            "a quote is opened and not closed"
        );
        yield return Row(
            "a customer of 129 letters",
            $"536366,85123A,6,2.55,{new string('1', 129)},France",
            "too long"
        );
        yield return Row(
            "a country of 129 letters",
            $"536366,85123A,6,2.55,17850,{new string('F', 129)}",
            "too long"
        );
        yield return Csv(
            "a line of 300,000 letters",
            $"{Header}536366,{new string('A', 300_000)},6,2.55,17850,France\n{Good}",
            2,
            "Give at most 262144"
        );
        yield return Csv(
            "a quoted field of 300,000 letters",
            $"{Header}536366,\"{new string('A', 300_000)}\",6,2.55,17850,France\n{Good}",
            2,
            "Give at most 262144"
        );
        yield return Csv(
            "a quoted field of thirty lines",
            $"{Header}536366,\"{new string('\n', 30)}\",6,2.55,17850,France\n{Good}",
            2,
            "a quote is opened and not closed"
        );
        yield return Csv(
            "a thousand and one lines of an invoice",
            Header + string.Concat(Enumerable.Repeat(Good, 1_001)),
            2,
            "The order has 1001 lines"
        );
        yield return Csv(
            "an invoice in two currencies",
            $"InvoiceNo,StockCode,Quantity,UnitPrice,Currency\n1,A,1,1,EUR\n1,B,1,1,GBP\n",
            3,
            "the currency \"GBP\" is not that of the invoice"
        );
        yield return Csv(
            "a currency that does not exist",
            $"InvoiceNo,StockCode,Quantity,UnitPrice,Currency\n1,A,1,1,XQX\n",
            2,
            "XQX"
        );
        yield return Csv(
            "a sum beyond the highest",
            $"{Header}536366,85123A,1000000,9999999,17850,France\n",
            2,
            "amounts to"
        );
    }

    private static IEnumerable<FileCase> Bytes()
    {
        static FileCase Raw(string name, byte[] article) =>
            new(
                Doors.Csv,
                name,
                [
                    .. Encoding.UTF8.GetBytes($"{Header}536366,"),
                    .. article,
                    .. Encoding.UTF8.GetBytes($",6,2.55,17850,France\n{Good}"),
                ],
                2,
                "bytes that are not UTF-8"
            );
        yield return Raw("Latin 1", [0xC9, (byte)'A']);
        yield return Raw("a byte that is never there", [0xFF]);
        yield return Raw("half of a surrogate pair as bytes", [0xED, 0xA0, 0x80]);
        yield return Raw("a sequence of three, cut", [0xE2, 0x82]);
        yield return new(
            Doors.Csv,
            "compressed bytes",
            [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0x0A],
            0,
            "The header has no column"
        );
    }
}
