namespace Sagas.Checker.Orchestrator;

/// <summary>A saga as its history tells it, entry by entry.</summary>
internal sealed record Told(
    IReadOnlyList<ToldEntry> Entries,
    IReadOnlyList<Asking> Askings,
    IReadOnlyDictionary<string, ToldStep> Steps,
    string State
)
{
    public bool HasEnded => State is "Completed" or "Compensated";
}

/// <param name="Before">Its step as it was before it; null: it has none, or it was not asked for.</param>
/// <param name="State">After it, as it should be.</param>
/// <param name="Fault">Why it cannot follow what stands before it; null: it does.</param>
internal sealed record ToldEntry(HistoryRow Row, ToldStep? Before, string State, string? Fault);

/// <summary>A command that an entry decided on.</summary>
internal sealed record Asking(long Sequence, string Step, string Consumer, bool IsUndo);

/// <param name="Status">As it is stored: requested, done, refused, unknown, undoing, undone, stuck, undoStuck, settled.</param>
/// <param name="Asked">The entry that asked last.</param>
internal sealed record ToldStep(string Status, long Asked, DateTimeOffset AskedAt, int Attempts);
