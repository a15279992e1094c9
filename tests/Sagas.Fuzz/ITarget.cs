namespace Sagas.Fuzz;

/// <summary>A piece of the product that reads what others wrote.</summary>
internal interface ITarget
{
    string Name { get; }

    /// <summary>Of a hundred executions, so many are this target's.</summary>
    int Share { get; }

    /// <summary>Inputs that are right, or nearly: mutations begin with them.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Words of the target's language, which chance alone would hardly write.</summary>
    IReadOnlyList<byte[]> Words { get; }

    /// <summary>Reads an input. What it refuses, it refuses with a sentence; what it accepts means the same when it is written and read again.</summary>
    /// <exception cref="BrokenPromiseException">It did something else.</exception>
    Answer Read(byte[] input);
}

/// <param name="IsAccepted">False: refused.</param>
/// <param name="Text">Of a refusal, what was told; of what was accepted, its kind.</param>
internal readonly record struct Answer(bool IsAccepted, string Text);
