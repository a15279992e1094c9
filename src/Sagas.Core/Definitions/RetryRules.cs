namespace Sagas.Core.Definitions;

/// <summary>What a step's retry policy must satisfy.</summary>
public static class RetryRules
{
    public const int MostImmediate = 10;
    public const int MostLater = 20;

    /// <summary>
    /// All pauses in memory together. RabbitMQ takes a message back that was not acknowledged for 30 min; the handling
    /// itself, a database that is away and a restart have to fit in beside the pauses.
    /// </summary>
    public static readonly TimeSpan LongestInMemory = TimeSpan.FromMinutes(2);

    /// <summary>Timers are looked at once a second.</summary>
    public static readonly TimeSpan ShortestLater = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestLater = TimeSpan.FromDays(7);
    public static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestAge = TimeSpan.FromDays(30);

    /// <param name="owner">Such as: Step "payment".</param>
    internal static IEnumerable<string> Check(string owner, RetryPolicy policy)
    {
        if (policy.MaximumAge < ShortestAge || policy.MaximumAge > LongestAge)
        {
            yield return $"{owner} retries for at most {policy.MaximumAge}. Give {ShortestAge} to {LongestAge}.";
        }

        foreach (
            var type in policy
                .Rules.GroupBy(rule => rule.ExceptionType)
                .Where(group => group.Count() > 1)
                .Select(group => group.Key.Name)
        )
        {
            yield return $"{owner} has several retry rules for {type}. Keep one.";
        }

        var all = policy
            .Rules.Select(rule => ($"{owner}, on {rule.ExceptionType.Name},", rule.Tiers))
            .Prepend((owner, policy.Tiers));
        foreach (var problem in all.SelectMany(pair => Check(pair.Item1, pair.Tiers)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> Check(string owner, RetryTiers tiers)
    {
        if (tiers.Immediate.Count > MostImmediate)
        {
            yield return $"{owner} retries {tiers.Immediate.Count} times in memory. Give at most {MostImmediate} pauses.";
        }

        if (tiers.Immediate.Any(pause => pause < TimeSpan.Zero))
        {
            yield return $"{owner} has a negative pause in memory. Give zero or more.";
        }

        // As numbers, which end at the longest time that there is: times themselves overflow when they are added.
        var inMemory = new TimeSpan((long)tiers.Immediate.Sum(pause => (double)pause.Ticks));
        if (inMemory > LongestInMemory)
        {
            yield return $"{owner} waits {inMemory} in memory. Give at most {LongestInMemory} in all, and the rest to Later: "
                + "the broker takes back what is held too long.";
        }

        if (tiers.Later.Count > MostLater)
        {
            yield return $"{owner} is redelivered {tiers.Later.Count} times. Give at most {MostLater} pauses.";
        }

        foreach (var pause in tiers.Later.Where(pause => pause < ShortestLater || pause > LongestLater))
        {
            yield return $"{owner} is redelivered after {pause}. Give {ShortestLater} to {LongestLater}.";
        }

        if (!tiers.Later.SequenceEqual(tiers.Later.Order()))
        {
            yield return $"{owner} is redelivered after {string.Join(", ", tiers.Later)}. Give the pauses in ascending order.";
        }
    }
}
