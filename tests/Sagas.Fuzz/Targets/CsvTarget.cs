using Sagas.Fulfilment.Orders.Placing;

namespace Sagas.Fuzz.Targets;

/// <summary>A file of orders as CSV.</summary>
internal sealed class CsvTarget : ITarget
{
    internal const string File = """
        InvoiceNo,StockCode,Description,Quantity,UnitPrice,CustomerID,Country
        536365,85123A,"LANTERN, WHITE",6,2.55,17850,United Kingdom
        536365,71053,"6"" RULER",6,3.39,17850,United Kingdom
        536366,22633,MUG,1,1.85,17850,France
        C536379,85123A,"LANTERN, WHITE",-1,2.55,17850,United Kingdom

        """;

    internal static readonly string[] CsvWords =
    [
        "\"",
        "\"\"",
        ",",
        "\n",
        "\r\n",
        "C536380,",
        "-1",
        "0",
        "1e3",
        "2,55",
        "99999999999",
        "\uFEFF",
        "\uFFFD",
        "InvoiceNo,StockCode,Quantity,UnitPrice\n",
        ";",
        " ",
    ];

    public string Name => "csv";

    public int Share => 10;

    public IReadOnlyList<byte[]> Seeds { get; } = Sample.Bytes(File);

    public IReadOnlyList<byte[]> Words { get; } = Sample.Bytes(CsvWords);

    public Answer Read(byte[] input) => FileReading.Orders(input, OrderFileFormat.Csv);
}
