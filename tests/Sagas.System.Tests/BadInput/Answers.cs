using System.Collections.Concurrent;

namespace Sagas.SystemTests.BadInput;

/// <summary>Keeps which cases were answered as they must be, and what is wrong with the others.</summary>
internal sealed class Answers
{
    private static readonly string[] OfStackTrace =
    [
        "   at ",
        " in /",
        "System.NullReference",
        "Object reference not set",
    ];

    private readonly ConcurrentDictionary<string, int> _answered = new();
    private readonly ConcurrentQueue<string> _violations = new();

    public IReadOnlyDictionary<string, int> ByDoor => _answered;

    public IReadOnlyCollection<string> Violations => _violations;

    public void Right(BadCase of) => _answered.AddOrUpdate(of.Door, 1, (_, count) => count + 1);

    public void Wrong(object of, string violation) => _violations.Enqueue($"{of}: {violation}");

    /// <summary>Judges a refusal by what a person reads.</summary>
    /// <param name="says">What must stand in it.</param>
    public void Judge(BadCase of, string told, string says)
    {
        if (string.IsNullOrWhiteSpace(told))
        {
            Wrong(of, "it was refused without a word.");
        }
        else if (!told.Contains(says, StringComparison.OrdinalIgnoreCase))
        {
            Wrong(of, $"expected \"{says}\", was told \"{Start(told)}\".");
        }
        else if (
            OfStackTrace.FirstOrDefault(sign => told.Contains(sign, StringComparison.Ordinal)) is { } sign
        )
        {
            Wrong(of, $"was told a stack trace (\"{sign}\"): \"{Start(told)}\".");
        }
        else
        {
            Right(of);
        }
    }

    private static string Start(string text) => text.Length > 400 ? text[..400] + "…" : text;
}
