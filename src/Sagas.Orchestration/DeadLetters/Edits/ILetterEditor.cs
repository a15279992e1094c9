using Sagas.Orchestration.Operators;

namespace Sagas.Orchestration.DeadLetters.Edits;

/// <summary>Changes dead letters before they are sent again. RabbitMQ keeps the original, and so does the index.</summary>
public interface ILetterEditor
{
    /// <summary>Letters in one edit, at most.</summary>
    public const int MostLetters = 1_000;

    /// <summary>What would change; nothing is changed.</summary>
    /// <exception cref="EditException">The edit itself makes no sense.</exception>
    Task<EditReview> Review(DeadLetterFilter filter, LetterEdit edit, CancellationToken cancellationToken);

    /// <remarks>
    /// 1. Reviewed, and all letters can be edited so: done, and recorded with who did it and why.
    /// 2. The same request id again: nothing is done, the first outcome is told.
    /// 3. Some letter cannot, or the letters are others than those that were reviewed: nothing is changed.
    /// </remarks>
    /// <param name="code">Of the review; null: of one letter, which needs none.</param>
    /// <exception cref="EditException">The edit itself makes no sense.</exception>
    Task<OperatorOutcome> Apply(
        DeadLetterFilter filter,
        LetterEdit edit,
        string? code,
        Guid requestId,
        string by,
        string reason,
        CancellationToken cancellationToken
    );
}
