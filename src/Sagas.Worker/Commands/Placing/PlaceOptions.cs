using System.CommandLine;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Orders.Placing;
using Sagas.Operations;

namespace Sagas.Worker.Commands.Placing;

/// <param name="File">A path, or <c>-</c> for the standard input.</param>
/// <param name="Currency">Of CSV files, which have none of their own.</param>
/// <param name="Waits">Whether the orders are followed to their end.</param>
/// <param name="Timeout">How long they are followed.</param>
internal sealed record PlaceOptions(
    string File,
    OrderFileFormat Format,
    string Currency,
    bool Waits,
    bool IsJson,
    TimeSpan Timeout
)
{
    public const string StandardInput = "-";
    private const int DefaultTimeoutSeconds = 600;
    private const int LongestTimeoutSeconds = 86_400;

    private static readonly Argument<string> FileArgument = new("FILE")
    {
        Description =
            "Invoice lines as CSV with a header (InvoiceNo, StockCode, Quantity, UnitPrice, CustomerID, Country), or JSON Lines "
            + "with one order a line. - reads the standard input.",
    };

    private static readonly Option<string?> FormatOption = new("--format")
    {
        Description = "csv or jsonl. Default: by the file's ending.",
        HelpName = "csv|jsonl",
    };

    internal static readonly Option<string> CurrencyOption = new("--currency")
    {
        Description = "The currency of a CSV file's prices, ISO 4217.",
        HelpName = "code",
        DefaultValueFactory = _ => "GBP",
    };

    private static readonly Option<bool> NoWaitOption = new("--no-wait")
    {
        Description = "Return once the orders are accepted; a worker that runs, or runs later, ends them.",
    };

    internal static readonly Option<bool> JsonOption = new("--json")
    {
        Description = "Print the summary as JSON, and nothing else.",
    };

    internal static readonly Option<int> TimeoutOption = new("--timeout")
    {
        Description = "Seconds to wait for the end; they go on without us.",
        HelpName = "seconds",
        DefaultValueFactory = _ => DefaultTimeoutSeconds,
    };

    public static void Declare(Command command)
    {
        command.Add(FileArgument);
        command.Add(FormatOption);
        command.Add(CurrencyOption);
        command.Add(NoWaitOption);
        command.Add(TimeoutOption);
        command.Add(JsonOption);
    }

    /// <exception cref="RefusedException">An option makes no sense.</exception>
    public static PlaceOptions Read(ParseResult parsed)
    {
        var file = parsed.GetRequiredValue(FileArgument);
        return new(
            file,
            ReadFormat(file, parsed.GetValue(FormatOption)),
            ReadCurrency(parsed),
            !parsed.GetValue(NoWaitOption),
            parsed.GetValue(JsonOption),
            ReadTimeout(parsed)
        );
    }

    /// <exception cref="RefusedException">It is none.</exception>
    internal static string ReadCurrency(ParseResult parsed)
    {
        var currency = parsed.GetRequiredValue(CurrencyOption);
        return Iso4217.Has(currency)
            ? currency
            : throw Wrong($"--currency is \"{currency}\". Give an ISO 4217 code, such as GBP.");
    }

    /// <exception cref="RefusedException">It makes no sense.</exception>
    internal static TimeSpan ReadTimeout(ParseResult parsed)
    {
        var seconds = parsed.GetValue(TimeoutOption);
        return seconds is >= 1 and <= LongestTimeoutSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong($"--timeout is {seconds}. Give 1 to {LongestTimeoutSeconds} seconds.");
    }

    private static OrderFileFormat ReadFormat(string file, string? format) =>
        format switch
        {
            "csv" => OrderFileFormat.Csv,
            "jsonl" => OrderFileFormat.JsonLines,
            null => OrderFile.FormatOf(file),
            _ => throw Wrong($"--format is \"{format}\". Give csv or jsonl."),
        };

    private static RefusedException Wrong(string message) => new(message, RefusedException.WrongUsage);
}
