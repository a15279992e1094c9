namespace Sagas.Simulation.Chance;

/// <summary>Keeps what another source chose, so that a failure can be repeated without its seed, and shrunk.</summary>
internal sealed class KeptChoices(Choices source) : Choices
{
    private readonly List<int> _kept = [];

    public IReadOnlyList<int> Kept => _kept;

    public override int Next(int count) => Keep(source.Next(count));

    public override bool Chance(int perMille) => Keep(source.Chance(perMille) ? 1 : 0) == 1;

    private int Keep(int choice)
    {
        _kept.Add(choice);
        return choice;
    }
}
