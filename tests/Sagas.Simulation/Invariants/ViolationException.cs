namespace Sagas.Simulation.Invariants;

/// <summary>An invariant does not hold.</summary>
/// <param name="invariant">Its number, such as S8.</param>
internal sealed class ViolationException(string invariant, string what) : Exception($"{invariant}: {what}")
{
    public string Invariant => invariant;
}
