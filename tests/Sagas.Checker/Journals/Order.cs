namespace Sagas.Checker.Journals;

/// <summary>One order of the journal: all attempts with its key.</summary>
/// <param name="Payloads">What it may be: what was accepted; if no attempt was, everything of which nobody knows.</param>
/// <param name="Refused">What was refused for good, and is none of <paramref name="Payloads"/>.</param>
internal sealed record Order(
    string Key,
    IReadOnlyList<string> Tenants,
    Fate Fate,
    IReadOnlyList<Payload> Payloads,
    IReadOnlyList<Payload> Refused
)
{
    public Guid Id { get; } = Ids.OfSaga("order", Key);

    public Guid KeyOf(string step) => Ids.OfEffect(Id, step);

    public static Order Of(IGrouping<string, JournalLine> attempts)
    {
        var payloads = attempts
            .GroupBy(line => line.Fingerprint)
            .Select(group => new Payload(group.Key, FateOf([.. group]), group.First()))
            .ToList();
        var accepted = payloads.Where(payload => payload.Fate == Fate.Accepted).ToList();
        var open = payloads.Where(payload => payload.Fate == Fate.Unknown).ToList();
        var possible = accepted.Count > 0 ? accepted : open;
        return new(
            attempts.Key,
            [.. attempts.Select(line => line.Tenant).Distinct()],
            accepted.Count > 0 ? Fate.Accepted
                : open.Count > 0 ? Fate.Unknown
                : Fate.Refused,
            possible,
            [.. payloads.Except(possible)]
        );
    }

    /// <summary>One acceptance is enough; a refusal says nothing of an earlier attempt whose answer got lost.</summary>
    private static Fate FateOf(IReadOnlyList<JournalLine> attempts)
    {
        if (attempts.Any(line => line.Outcome == AttemptOutcome.Ok))
        {
            return Fate.Accepted;
        }

        var answered = attempts.Count(line =>
            line.Outcome is AttemptOutcome.Failed or AttemptOutcome.Unknown
        );
        var sent = attempts.Count(line => line.Outcome == AttemptOutcome.Sent);
        return attempts.Any(line => line.Outcome == AttemptOutcome.Unknown) || sent > answered
            ? Fate.Unknown
            : Fate.Refused;
    }
}

/// <summary>What one key was sent with.</summary>
internal sealed record Payload(string Fingerprint, Fate Fate, JournalLine Line)
{
    public long AmountMinor => Line.AmountMinor;

    public string Currency => Line.Currency;

    /// <summary>By article, added up.</summary>
    public IReadOnlyDictionary<string, long> Quantities { get; } =
        Line
            .Lines.GroupBy(item => item.Sku)
            .ToDictionary(group => group.Key, group => group.Sum(item => item.Quantity));
}

internal enum Fate
{
    Accepted,
    Unknown,
    Refused,
}
