namespace Sagas.Simulation.Chance;

/// <summary>
/// Everything in a schedule that could have gone otherwise. The same choices give the same schedule; 0 is always the
/// harmless one: the oldest first, and no fault.
/// </summary>
internal abstract class Choices
{
    /// <param name="count">How many there are to choose from; 1 or more.</param>
    /// <returns>From 0 to <paramref name="count"/> - 1.</returns>
    public abstract int Next(int count);

    /// <param name="perMille">How often, from 0 to 1,000.</param>
    public abstract bool Chance(int perMille);
}
