namespace Sagas.Simulation.Chance;

/// <summary>Chooses what is written, and the harmless where nothing is written any more.</summary>
internal sealed class WrittenChoices(IReadOnlyList<int> written) : Choices
{
    private int _at;

    public override int Next(int count) => Math.Min(Read(), count - 1);

    public override bool Chance(int perMille) => Read() > 0 && perMille > 0;

    private int Read() => _at < written.Count ? written[_at++] : 0;
}
