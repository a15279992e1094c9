namespace Sagas.SystemTests.BadInput;

/// <summary>A text that is no JSON, or one that implementations read differently.</summary>
/// <param name="IsWhole">True: it stands for a whole document; false: for one value within a good document.</param>
internal sealed record JsonFault(string Name, byte[] Bytes, JsonFaultKind Kind, bool IsWhole);

internal enum JsonFaultKind
{
    /// <summary>Against the grammar.</summary>
    Grammar,

    /// <summary>Not UTF-8, or characters that no database keeps.</summary>
    Encoding,

    /// <summary>Too deep.</summary>
    Depth,
}
