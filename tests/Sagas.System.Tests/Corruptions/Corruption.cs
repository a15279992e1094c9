namespace Sagas.SystemTests.Corruptions;

/// <summary>One thing that is wrong in a copy of a run that was right.</summary>
/// <param name="Invariant">Which invariant it violates: the checker has to say so.</param>
internal sealed record Corruption(string Invariant, string Name, Func<PlantedRun, Task> Plant)
{
    public override string ToString() => $"{Invariant} {Name}";
}
