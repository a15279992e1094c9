using Sagas.Orchestration.Operators;

namespace Sagas.Operations.Verbs;

/// <summary>What came of a change that a person asked for. The names are a promise to scripts.</summary>
public sealed record Outcome(string Text, Guid RequestId)
{
    /// <exception cref="RefusedException">Nothing was changed; the message says why.</exception>
    internal static Outcome Of(OperatorOutcome outcome, Signatory signatory) =>
        outcome.IsDone
            ? new Outcome(outcome.Text, signatory.RequestId)
            : throw new RefusedException(outcome.Text);
}
