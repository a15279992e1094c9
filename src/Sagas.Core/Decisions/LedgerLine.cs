namespace Sagas.Core.Decisions;

/// <summary>One effect of a saga in the compensation ledger.</summary>
/// <param name="Participant">Who has it, and undoes it.</param>
/// <param name="Key">Under which the participant knows it.</param>
/// <param name="Undo">The command that undoes it; null: nothing does.</param>
/// <param name="Amount">What it is worth, if the definition says so.</param>
/// <param name="IsOwed">It is there, or may be, and should not be; or should be there, and nobody knows whether it is.</param>
/// <param name="IsGivenUp">Only a late answer or a person can bring it to its end.</param>
public sealed record LedgerLine(
    string Step,
    string Participant,
    Guid Key,
    StepStatus Status,
    string? Undo,
    Money? Amount,
    bool IsOwed,
    bool IsGivenUp
)
{
    /// <summary>Why the definition's own code failed to say the amount, such as <c>FormatException: no number</c>; null: it did not fail.</summary>
    public string? AmountFault { get; init; }
}
