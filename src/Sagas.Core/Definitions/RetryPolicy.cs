namespace Sagas.Core.Definitions;

/// <summary>
/// What becomes of a message whose consumer throws: tried again in memory, then redelivered later, then a dead letter.
/// The pauses in memory apply to each delivery anew. A business refusal is an event, and no matter for a policy.
/// </summary>
/// <param name="Tiers">For every exception that no rule is about.</param>
/// <param name="Rules">The one of the nearest type of exception applies; one of an inner exception, where none is about the outer.</param>
/// <param name="MaximumAge">Counted from the first attempt; a redelivery that would come later is not made.</param>
public sealed record RetryPolicy(RetryTiers Tiers, IReadOnlyList<RetryRule> Rules, TimeSpan MaximumAge)
{
    /// <summary>In memory after 200 ms, 1 s and 3 s; later after 10 s, 1, 5 and 30 min; for at most a day.</summary>
    public static readonly RetryPolicy Default = new(
        new(
            [TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)],
            [
                TimeSpan.FromSeconds(10),
                TimeSpan.FromMinutes(1),
                TimeSpan.FromMinutes(5),
                TimeSpan.FromMinutes(30),
            ]
        ),
        [],
        TimeSpan.FromDays(1)
    );

    /// <summary>For the undo of a step with the default.</summary>
    public static readonly RetryPolicy UndoDefault = Default.Doubled();

    /// <summary>How often the undo of a step is redelivered for each redelivery of the step.</summary>
    public const int UndoFactor = 2;

    /// <summary>The tiers that apply to an exception.</summary>
    public RetryTiers For(Exception failure)
    {
        for (var at = failure; at is not null; at = at.InnerException)
        {
            var rule = Rules
                .Where(rule => rule.ExceptionType.IsInstanceOfType(at))
                .MaxBy(rule => Depth(rule.ExceptionType));
            if (rule is not null)
            {
                return rule.Tiers;
            }
        }

        return Tiers;
    }

    /// <summary>For the undo of a step with this policy: every redelivery twice, and twice the age.</summary>
    public RetryPolicy ForUndo() => ReferenceEquals(this, Default) ? UndoDefault : Doubled();

    private RetryPolicy Doubled() =>
        new(
            Doubled(Tiers),
            [.. Rules.Select(rule => rule with { Tiers = Doubled(rule.Tiers) })],
            MaximumAge * UndoFactor
        );

    private static RetryTiers Doubled(RetryTiers tiers) =>
        tiers with
        {
            Later = [.. tiers.Later.SelectMany(pause => Enumerable.Repeat(pause, UndoFactor))],
        };

    private static int Depth(Type type) => type.BaseType is { } parent ? Depth(parent) + 1 : 0;
}

/// <param name="Immediate">The pauses before each try in memory, while the message stays with its consumer.</param>
/// <param name="Later">The pauses before each redelivery, from the timers.</param>
public sealed record RetryTiers(IReadOnlyList<TimeSpan> Immediate, IReadOnlyList<TimeSpan> Later)
{
    /// <summary>A dead letter at once.</summary>
    public static readonly RetryTiers None = new([], []);
}

/// <param name="ExceptionType">And what derives from it.</param>
public sealed record RetryRule(Type ExceptionType, RetryTiers Tiers);
