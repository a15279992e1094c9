namespace Sagas.Worker.Commands.Placing;

/// <summary>The summary of <c>orders place</c>. The names are a promise to scripts.</summary>
/// <param name="Conflicts">Keys that were placed before with another payload.</param>
/// <param name="OrdersWithoutLines">Of which no line could be read; not among those read.</param>
/// <param name="Outcomes">Empty when nobody waited.</param>
/// <param name="NotEnded">Orders that had not ended when we stopped looking.</param>
internal sealed record PlaceResult(
    string File,
    int OrdersRead,
    int Placed,
    int AlreadyPlaced,
    IReadOnlyList<string> Conflicts,
    int Unreadable,
    IReadOnlyList<UnreadableLine> UnreadableLines,
    int OrdersWithoutLines,
    int CreditNotesSkipped,
    IReadOnlyList<OutcomeCount> Outcomes,
    int NotEnded,
    double DurationSeconds
);
