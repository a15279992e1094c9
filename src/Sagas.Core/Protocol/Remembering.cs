namespace Sagas.Core.Protocol;

/// <summary>Whether what a worker remembers of a saga may stand for its row. Pure, as <see cref="Delivery"/> is.</summary>
/// <remarks>
/// 1. A saga's command carries the version that the saga has when it waits for the answer, and the answer carries it back.
/// 2. A worker that remembers the saga at just this version decides without reading it: as a rule nobody has changed it meanwhile.
/// 3. Where somebody has, the commit notices, as it does of a row that was read: a conflict. It is forgotten, and read for the next attempt.
/// 4. Whoever starts a saga and knows that there is none says so, by version 0: who remembers none starts it without looking.
/// 5. A decision that fails on what was remembered says nothing about what is there: a conflict, too.
/// </remarks>
public static class Remembering
{
    /// <param name="remembered">0: none.</param>
    /// <param name="told">By the message; null: it tells nothing.</param>
    public static bool Serves(long remembered, long? told) => told == remembered;
}
