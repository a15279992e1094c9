using System.Text;

namespace Sagas.SystemTests.BadInput.Files;

/// <summary>A file of orders or credit notes of which something is refused.</summary>
/// <param name="Line">Of the refusal; 0: the file as a whole.</param>
internal sealed record FileCase(string Door, string Name, byte[] Bytes, int Line, string Says)
    : BadCase(Door, Name)
{
    public static FileCase Of(string door, string name, string text, int line, string says) =>
        new(door, name, Encoding.UTF8.GetBytes(text), line, says);
}
