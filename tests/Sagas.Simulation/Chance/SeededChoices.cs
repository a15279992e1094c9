using System.Runtime.CompilerServices;

namespace Sagas.Simulation.Chance;

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
