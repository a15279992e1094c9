namespace Sagas.Orchestration.DeadLetters.Edits;

/// <summary>What an edit would change.</summary>
/// <param name="Code">Of exactly this edit of exactly these letters as they are: who applies it shows that it was reviewed.</param>
public sealed record EditReview(string Code, IReadOnlyList<EditedLetter> Letters)
{
    public int Faulty => Letters.Count(letter => letter.Problem is not null);
}

/// <param name="Changes">One line each: where, what it was, what it would be.</param>
/// <param name="Problem">Why it cannot be edited so; null: it can.</param>
public sealed record EditedLetter(
    Guid LetterId,
    string MessageType,
    IReadOnlyList<string> Changes,
    string? Problem
);
