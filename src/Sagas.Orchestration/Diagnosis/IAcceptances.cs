namespace Sagas.Orchestration.Diagnosis;

/// <summary>Answers what became of a request that was accepted, and whose saga has not begun.</summary>
/// <remarks>It knows those that were placed here, through the API or a command, for as long as the inbox is kept.</remarks>
public interface IAcceptances
{
    /// <param name="idOrKey">The saga's id or its business key.</param>
    /// <returns>One for each type of saga that would have it; empty: none was accepted.</returns>
    Task<IReadOnlyList<Acceptance>> Find(string idOrKey, CancellationToken cancellationToken);
}

/// <param name="Saga">The name of its type.</param>
/// <param name="At">When it was accepted.</param>
/// <param name="Verdict">Where the message is that begins it.</param>
/// <param name="Text">The verdict with its facts, and what to do.</param>
public sealed record Acceptance(string Saga, Guid Id, DateTimeOffset At, Verdict Verdict, string Text);
