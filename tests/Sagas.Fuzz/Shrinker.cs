namespace Sagas.Fuzz;

/// <summary>Makes an input that breaks a promise as short as it can be, while it still breaks one.</summary>
internal static class Shrinker
{
    private const int MostTries = 5_000;

    public static byte[] Shrink(ITarget target, byte[] input)
    {
        var tries = 0;
        for (var piece = Math.Max(1, input.Length / 2); piece >= 1; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length && tries < MostTries; )
            {
                tries++;
                byte[] shorter = [.. input[..at], .. input[(at + piece)..]];
                if (Probe.Try(target, shorter, out _) is not null)
                {
                    input = shorter;
                }
                else
                {
                    at += piece;
                }
            }
        }

        return input;
    }
}
