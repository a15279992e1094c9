namespace Sagas.Orchestration.DeadLetters;

/// <summary>A stack trace for people: the frames of one's own code first, those of the framework after them.</summary>
internal sealed class StackText
{
    private const int EssentialFrames = 5;
    private const int FramesInHeader = 20;

    /// <summary>Frames that say nothing about whose fault it is.</summary>
    private static readonly string[] Framework =
    [
        "MassTransit.",
        "Microsoft.",
        "Npgsql.",
        "Polly.",
        "RabbitMQ.",
        "Sagas.Core.",
        "Sagas.Messaging.",
        "Sagas.Orchestration.",
        "Sagas.Storage.",
        "System.",
    ];

    private readonly IReadOnlyList<string> _own;
    private readonly IReadOnlyList<string> _others;

    public StackText(string? trace)
    {
        var frames = (trace ?? "")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith("at ", StringComparison.Ordinal))
            .Select(line => line["at ".Length..])
            .ToList();
        _own = [.. frames.Where(frame => !IsFramework(frame))];
        _others = [.. frames.Where(IsFramework)];
    }

    /// <summary>Where it was thrown, without lines and paths, which change with every build.</summary>
    public IEnumerable<string> Essence =>
        (_own.Count > 0 ? _own : _others).Take(EssentialFrames).Select(WithoutPlace);

    /// <summary>As much as fits into a header; the fingerprint of it is the same.</summary>
    public string Shortened => TextOf(_own.Concat(_others).Take(FramesInHeader));

    public override string ToString() => TextOf(_own.Concat(_others));

    private static string TextOf(IEnumerable<string> frames) =>
        string.Join('\n', frames.Select(frame => $"at {frame}"));

    private static bool IsFramework(string frame) =>
        Framework.Any(prefix => frame.StartsWith(prefix, StringComparison.Ordinal));

    private static string WithoutPlace(string frame) =>
        frame.IndexOf(") in ", StringComparison.Ordinal) is >= 0 and var end ? frame[..(end + 1)] : frame;
}
