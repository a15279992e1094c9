namespace Sagas.Simulation.PlantedBugs;

/// <summary>Bugs that the simulator must find.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<PlantedBug> All { get; } = [.. CoreBugs.All, .. ShellBugs.All];
}
