using System.CommandLine;
using Sagas.Operations;
using Sagas.Worker.Commands.Placing;

namespace Sagas.Worker.Commands.Returns;

/// <param name="File">A path, or <c>-</c> for the standard input.</param>
/// <param name="Currency">Of lines that name none.</param>
/// <param name="AreReceived">Whether the goods are here already; then the returns are followed to their end.</param>
/// <param name="Timeout">How long they are followed.</param>
internal sealed record PlaceReturnsOptions(
    string File,
    string Currency,
    bool AreReceived,
    bool IsJson,
    TimeSpan Timeout
)
{
    private static readonly Argument<string> FileArgument = new("FILE")
    {
        Description =
            "Invoice lines as CSV, as for \"orders place\", credit notes among them: invoices that begin with C, with quantities "
            + "below zero. - reads the standard input.",
    };

    private static readonly Option<bool> ReceivedOption = new("--received")
    {
        Description = "The goods are here already: go on at once, and follow the returns to their end.",
    };

    public static void Declare(Command command)
    {
        command.Add(FileArgument);
        command.Add(PlaceOptions.CurrencyOption);
        command.Add(ReceivedOption);
        command.Add(PlaceOptions.TimeoutOption);
        command.Add(PlaceOptions.JsonOption);
    }

    /// <exception cref="RefusedException">An option makes no sense.</exception>
    public static PlaceReturnsOptions Read(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(FileArgument),
            PlaceOptions.ReadCurrency(parsed),
            parsed.GetValue(ReceivedOption),
            parsed.GetValue(PlaceOptions.JsonOption),
            PlaceOptions.ReadTimeout(parsed)
        );
}
