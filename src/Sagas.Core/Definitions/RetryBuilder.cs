namespace Sagas.Core.Definitions;

/// <summary>Describes a <see cref="RetryPolicy"/>. What is not said stays as in <see cref="RetryPolicy.Default"/>.</summary>
public sealed class RetryBuilder
{
    private readonly RetryTiersBuilder _tiers = new(RetryPolicy.Default.Tiers);
    private readonly List<RetryRule> _rules = [];
    private TimeSpan _maximumAge = RetryPolicy.Default.MaximumAge;

    internal RetryBuilder() { }

    /// <inheritdoc cref="RetryTiersBuilder.Immediately"/>
    public RetryBuilder Immediately(params TimeSpan[] pauses)
    {
        _tiers.Immediately(pauses);
        return this;
    }

    /// <inheritdoc cref="RetryTiersBuilder.Later"/>
    public RetryBuilder Later(params TimeSpan[] pauses)
    {
        _tiers.Later(pauses);
        return this;
    }

    /// <summary>From the first attempt to the last redelivery; <see cref="RetryRules.ShortestAge"/> to <see cref="RetryRules.LongestAge"/>.</summary>
    public RetryBuilder AtMost(TimeSpan age)
    {
        _maximumAge = age;
        return this;
    }

    /// <summary>What does not pass by itself: a dead letter at once.</summary>
    public RetryBuilder Never<TException>()
        where TException : Exception
    {
        _rules.Add(new(typeof(TException), RetryTiers.None));
        return this;
    }

    /// <summary>Tiers of its own for a class of exceptions; what they leave unsaid is none.</summary>
    public RetryBuilder On<TException>(Action<RetryTiersBuilder> tiers)
        where TException : Exception
    {
        var builder = new RetryTiersBuilder(RetryTiers.None);
        tiers(builder);
        _rules.Add(new(typeof(TException), builder.Build()));
        return this;
    }

    internal RetryPolicy Build() => new(_tiers.Build(), _rules, _maximumAge);
}

public sealed class RetryTiersBuilder
{
    private RetryTiers _tiers;

    internal RetryTiersBuilder(RetryTiers tiers) => _tiers = tiers;

    /// <summary>
    /// Tries in memory, after these pauses: at most <see cref="RetryRules.MostImmediate"/>, together no longer than
    /// <see cref="RetryRules.LongestInMemory"/>. None: give none.
    /// </summary>
    public RetryTiersBuilder Immediately(params TimeSpan[] pauses)
    {
        _tiers = _tiers with { Immediate = pauses };
        return this;
    }

    /// <summary>
    /// Redeliveries, after these pauses in ascending order: at most <see cref="RetryRules.MostLater"/>, each from
    /// <see cref="RetryRules.ShortestLater"/> to <see cref="RetryRules.LongestLater"/>. None: give none.
    /// </summary>
    public RetryTiersBuilder Later(params TimeSpan[] pauses)
    {
        _tiers = _tiers with { Later = pauses };
        return this;
    }

    internal RetryTiers Build() => _tiers;
}
