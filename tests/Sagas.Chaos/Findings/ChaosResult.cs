using Sagas.Chaos.Faults;
using Sagas.Chaos.Plans;

namespace Sagas.Chaos.Findings;

/// <summary>The section <c>chaos</c> of the result file.</summary>
internal sealed record ChaosResult
{
    private const double FiredAtLeast = 0.95;
    private const int CompletedAtLeast = 40;
    private const int CompletedAtMost = 80;
    private const int CompensatedAtLeast = 15;

    public bool Passed => Violations.Count == 0;

    public required int Seed { get; init; }

    public required double Seconds { get; init; }

    public required int Sagas { get; init; }

    /// <summary>By how the driver heard of them last.</summary>
    public required IReadOnlyDictionary<string, int> Journal { get; init; }

    public required Planned Faults { get; init; }

    /// <summary>By point and action.</summary>
    public required IReadOnlyDictionary<string, Planned> KillPoints { get; init; }

    /// <summary>By kind, without the kill points.</summary>
    public required IReadOnlyDictionary<string, Planned> Others { get; init; }

    public required int WorkerRestarts { get; init; }

    public required double CompletedPercent { get; init; }

    public required double CompensatedPercent { get; init; }

    public required double NeedsAttentionPercent { get; init; }

    /// <summary>From the end of the last fault until nothing was on its way any more.</summary>
    public required double RecoverySeconds { get; init; }

    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Of a run that hit too little, or ended too uniformly, to say anything.</summary>
    public IEnumerable<string> Emptiness()
    {
        if (Faults.Fired < FiredAtLeast * Faults.Count)
        {
            yield return $"Only {Faults.Fired} of {Faults.Count} planned faults struck; {FiredAtLeast:P0} must.";
        }

        if (CompletedPercent is < CompletedAtLeast or > CompletedAtMost)
        {
            yield return $"{CompletedPercent} % of the orders were completed; {CompletedAtLeast} to {CompletedAtMost} must be.";
        }

        if (CompensatedPercent < CompensatedAtLeast)
        {
            yield return $"{CompensatedPercent} % of the orders were compensated; {CompensatedAtLeast} must be.";
        }
    }

    public static IReadOnlyDictionary<string, Planned> Count(IEnumerable<FiredFault> faults) =>
        faults
            .GroupBy(fault => fault.Planned.Name)
            .OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .ToDictionary(kind => kind.Key, kind => Total([.. kind]));

    public static Planned Total(IReadOnlyCollection<FiredFault> faults) =>
        new(faults.Count, faults.Count(fault => fault.HasFired));

    /// <param name="Count">Planned.</param>
    internal sealed record Planned(int Count, int Fired);
}
