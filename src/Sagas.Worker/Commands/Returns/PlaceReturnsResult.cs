using Sagas.Worker.Commands.Placing;

namespace Sagas.Worker.Commands.Returns;

/// <summary>The summary of <c>returns place</c>. The names are a promise to scripts.</summary>
/// <param name="ReturnsRead">One for each credit note and order; and one for what has no order.</param>
/// <param name="ReturnsMatched">For which an order was found in the file.</param>
/// <param name="LinesMatched">Lines of credit notes for which an order was found in the file.</param>
/// <param name="Conflicts">Keys that were placed before with another payload.</param>
/// <param name="Outcomes">Empty when nobody waited.</param>
/// <param name="NotEnded">Returns that had not ended when we stopped looking.</param>
internal sealed record PlaceReturnsResult(
    string File,
    int CreditNotes,
    int ReturnsRead,
    int ReturnsMatched,
    int LinesMatched,
    int LinesUnmatched,
    int Placed,
    int AlreadyPlaced,
    IReadOnlyList<string> Conflicts,
    int Unreadable,
    IReadOnlyList<UnreadableLine> UnreadableLines,
    IReadOnlyList<OutcomeCount> Outcomes,
    int NotEnded,
    double DurationSeconds
);
