using System.IO.MemoryMappedFiles;

namespace Sagas.Fuzz;

/// <summary>
/// The input that is being read, in a file that outlives the process: what overflows the stack, or never ends, can be told by
/// nobody else.
/// </summary>
internal sealed class LastInput : IDisposable
{
    private const int Size = 1024 * 1024;
    private const int Header = 8;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public LastInput(string path)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, Size);
        _view = _file.CreateViewAccessor();
        Path = path;
    }

    public string Path { get; }

    public void Note(int target, byte[] input)
    {
        var length = Math.Min(input.Length, Size - Header);
        _view.Write(0, target);
        _view.Write(sizeof(int), length);
        _view.WriteArray(Header, input, 0, length);
    }

    /// <returns>The index of the target, and its input.</returns>
    public static (int Target, byte[] Input) Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var length = BitConverter.ToInt32(bytes, sizeof(int));
        return (BitConverter.ToInt32(bytes, 0), bytes[Header..(Header + length)]);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
