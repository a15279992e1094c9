namespace Sagas.Orchestration.Operators;

/// <summary>What came of a request.</summary>
/// <param name="IsDone">False: nothing was changed, and <paramref name="Text"/> says why.</param>
/// <param name="Text">For the person who asked.</param>
public sealed record OperatorOutcome(bool IsDone, string Text)
{
    public static OperatorOutcome Refused(string why) => new(false, why);
}
