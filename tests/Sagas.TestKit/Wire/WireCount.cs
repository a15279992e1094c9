namespace Sagas.TestKit.Wire;

/// <param name="RoundTrips">How often the client sent something after everything before was answered.</param>
/// <param name="Statements">The texts that were sent, BEGIN and COMMIT among them, in order.</param>
public sealed record WireCount(int RoundTrips, IReadOnlyList<string> Statements)
{
    /// <summary>Of statements, prepared ones among them, whose texts were sent before.</summary>
    public int Executions { get; init; }

    /// <summary>That ended, also those around a single statement.</summary>
    public int Transactions { get; init; }

    public int Commits =>
        Statements.Count(statement => statement.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase));

    public override string ToString() =>
        $"{RoundTrips} round trips, {Commits} commits:\n  {string.Join("\n  ", Statements)}";
}
