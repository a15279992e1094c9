namespace Sagas.Simulation.PlantedBugs;

/// <param name="Schedules">How many were run, the one that found it included.</param>
/// <param name="Violation">As what it was found; null: it was not.</param>
/// <param name="Story">Of the schedule that found it, as short as it still does.</param>
internal sealed record Finding(int Schedules, string? Violation, IReadOnlyList<string> Story);
