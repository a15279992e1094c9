namespace Sagas.Fuzz;

/// <param name="Shapes">Kinds of answers that were seen.</param>
/// <param name="Violations">Each with the command that repeats it.</param>
internal sealed record FuzzReport(
    int Seed,
    long Executions,
    TimeSpan Took,
    int Shapes,
    IReadOnlyList<TargetReport> Targets,
    IReadOnlyList<string> Violations
)
{
    public double PerSecond => Executions / Math.Max(Took.TotalSeconds, 0.001);
}

internal sealed record TargetReport(string Target, long Executions, long Accepted);
