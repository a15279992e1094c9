namespace Sagas.Core.Decisions;

/// <summary>The entry of an input that changes nothing.</summary>
internal static class Ignored
{
    public static HistoryEntry Of<TData>(
        Saga<TData> saga,
        IgnoredAs why,
        string detail,
        object? message = null
    )
        where TData : class =>
        new(saga.Sequence + 1, EntryKind.Ignored, null, message, detail) { IgnoredAs = why };
}
