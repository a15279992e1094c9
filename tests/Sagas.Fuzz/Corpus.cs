namespace Sagas.Fuzz;

/// <summary>The inputs of one target that are worth mutating: its seeds, and each that was the first of its shape.</summary>
internal sealed class Corpus(IReadOnlyList<byte[]> seeds)
{
    /// <summary>Beyond it, a new input takes the place of an old one that is no seed.</summary>
    private const int Most = 2_000;

    private readonly List<byte[]> _inputs = [.. seeds];

    /// <summary>Every third time a seed: what was refused once breeds mostly what is refused again.</summary>
    public byte[] Pick(Random random) =>
        _inputs[random.Next(random.Next(3) == 0 ? seeds.Count : _inputs.Count)];

    public void Keep(byte[] input, Random random)
    {
        if (_inputs.Count < Most)
        {
            _inputs.Add(input);
        }
        else
        {
            _inputs[random.Next(seeds.Count, Most)] = input;
        }
    }
}
