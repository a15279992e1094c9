namespace Sagas.Messaging;

/// <summary>What fails at a queue could not be kept: it must not be consumed.</summary>
public sealed class ErrorPathException(string queue, string path, string reason, Exception inner)
    : Exception($"\"{path}\", where what fails at \"{queue}\" is kept, cannot be declared: {reason}", inner)
{
    public string Queue { get; } = queue;

    public string Path { get; } = path;
}
