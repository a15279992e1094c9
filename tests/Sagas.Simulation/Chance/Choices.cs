using System.Runtime.CompilerServices;

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

/// <summary>From a seed (xoshiro256**, D. Blackman and S. Vigna, public domain).</summary>
internal sealed class SeededChoices : Choices
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    public SeededChoices(ulong seed)
    {
        _a = Mix(ref seed);
        _b = Mix(ref seed);
        _c = Mix(ref seed);
        _d = Mix(ref seed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override int Next(int count) => (int)(((Draw() >> 32) * (ulong)count) >> 32);

    public override bool Chance(int perMille) => perMille > 0 && Next(1_000) < perMille;

    private ulong Draw()
    {
        var drawn = ulong.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = ulong.RotateLeft(_d, 45);
        return drawn;
    }

    /// <summary>SplitMix64, which its authors advise for seeding.</summary>
    private static ulong Mix(ref ulong seed)
    {
        var mixed = seed += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

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

/// <summary>Chooses what is written, and the harmless where nothing is written any more.</summary>
internal sealed class WrittenChoices(IReadOnlyList<int> written) : Choices
{
    private int _at;

    public override int Next(int count) => Math.Min(Read(), count - 1);

    public override bool Chance(int perMille) => Read() > 0 && perMille > 0;

    private int Read() => _at < written.Count ? written[_at++] : 0;
}

/// <summary>Takes every way, one after the other: the last choice that has another one left takes it in the next run.</summary>
internal sealed class ExploredChoices : Choices
{
    private readonly List<(int Taken, int Count)> _path = [];
    private int _at;
    private int _given;

    /// <summary>Whether this run has left the way of the one before.</summary>
    public bool IsNew => _at >= _given;

    public IReadOnlyList<int> Taken => [.. _path.Select(choice => choice.Taken)];

    public override int Next(int count)
    {
        if (_at == _path.Count)
        {
            _path.Add((0, count));
        }

        return _path[_at++].Taken;
    }

    public override bool Chance(int perMille) => perMille > 0 && Next(2) == 1;

    /// <summary>Prepares the next run.</summary>
    /// <returns>False: every way was taken.</returns>
    public bool Next()
    {
        _at = 0;
        while (_path.Count > 0)
        {
            var (taken, count) = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            if (taken + 1 < count)
            {
                _path.Add((taken + 1, count));
                _given = _path.Count;
                return true;
            }
        }

        return false;
    }
}
