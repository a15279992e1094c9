using System.Globalization;

namespace Sagas.Orchestration.Failpoints;

/// <summary>One point that was asked for, and how often it was hit since.</summary>
/// <param name="Text">As it was asked for. The same text is the same point, with its hits.</param>
/// <param name="Nth">Only at this hit; 0: at every one.</param>
/// <param name="Message">Only for this message; null: for any.</param>
/// <param name="Tag">Tells points of the same name and action apart; null: none.</param>
internal sealed record ArmedFailpoint(
    string Text,
    string Name,
    FailpointAction Action,
    TimeSpan Delay,
    int Nth,
    Guid? Message,
    string? Tag
)
{
    private const string OneMessage = "message=";
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);

    private int _hits;

    /// <exception cref="FailpointSettingException">It is not understood.</exception>
    public static ArmedFailpoint Parse(string text)
    {
        var (point, tag) = Cut(text, '#');
        var (what, limit) = Cut(point, '@');
        var (name, doing) = Cut(what, ':');
        var (action, argument) = Cut(doing ?? "", '=');
        var armed = new ArmedFailpoint(
            text,
            name,
            ActionOf(text, action),
            DelayOf(text, argument),
            NthOf(text, limit),
            MessageOf(text, limit),
            tag
        );
        var known = armed.Action == FailpointAction.On ? Failpoint.Switches : Failpoint.Names;
        return known.Contains(name)
            ? armed
            : throw Wrong(
                text,
                $"\"{name}\" is not a point that can be {(armed.Action == FailpointAction.On ? "switched on" : "armed")}. "
                    + $"Give one of {string.Join(", ", known)}."
            );
    }

    /// <summary>Counts the hit.</summary>
    public bool Fires(Guid? message) =>
        (Message is null || Message == message)
        && Interlocked.Increment(ref _hits) is var hit
        && (Nth == 0 || hit == Nth);

    private static (string Before, string? After) Cut(string text, char at)
    {
        var place = text.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (text, null) : (text[..place], text[(place + 1)..]);
    }

    private static FailpointAction ActionOf(string text, string action) =>
        action switch
        {
            "kill" => FailpointAction.Kill,
            "throw" => FailpointAction.Throw,
            "delay" => FailpointAction.Delay,
            "on" => FailpointAction.On,
            _ => throw Wrong(text, $"The action is \"{action}\". Give kill, throw, delay or on."),
        };

    private static TimeSpan DelayOf(string text, string? argument)
    {
        if (argument is null)
        {
            return DefaultDelay;
        }

        return
            double.TryParse(
                argument,
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var seconds
            )
            && seconds > 0
            && seconds <= LongestDelay.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong(
                text,
                $"The delay is \"{argument}\". Give seconds, at most {LongestDelay.TotalSeconds:0}."
            );
    }

    private static int NthOf(string text, string? limit)
    {
        if (limit is null || limit.StartsWith(OneMessage, StringComparison.Ordinal))
        {
            return 0;
        }

        return int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var nth) && nth > 0
            ? nth
            : throw Wrong(text, $"The limit is \"{limit}\". Give the number of a hit, or {OneMessage}ID.");
    }

    private static Guid? MessageOf(string text, string? limit)
    {
        if (limit is null || !limit.StartsWith(OneMessage, StringComparison.Ordinal))
        {
            return null;
        }

        return Guid.TryParse(limit[OneMessage.Length..], out var message)
            ? message
            : throw Wrong(text, $"The limit is \"{limit}\". Give a message's id after {OneMessage}.");
    }

    private static FailpointSettingException Wrong(string text, string found) =>
        new($"{Failpoint.Setting} has \"{text}\". {found}");
}
