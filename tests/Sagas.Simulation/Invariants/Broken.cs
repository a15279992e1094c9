using System.Runtime.CompilerServices;

namespace Sagas.Simulation.Invariants;

/// <summary>The text of a violation, which is put together only when there is one.</summary>
[InterpolatedStringHandler]
internal readonly ref struct Broken
{
    private readonly System.Text.StringBuilder? _text;

    public Broken(int literalLength, int formattedCount, bool holds, out bool isWanted)
    {
        _ = formattedCount;
        isWanted = !holds;
        _text = holds ? null : new(literalLength);
    }

    private Broken(string text) => _text = new(text);

    public string Text => _text?.ToString() ?? "";

    public static implicit operator Broken(string text) => new(text);

    public void AppendLiteral(string text) => _text!.Append(text);

    public void AppendFormatted<T>(T value) => _text!.Append(value);
}
