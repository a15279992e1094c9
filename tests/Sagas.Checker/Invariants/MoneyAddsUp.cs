using Sagas.Checker.Journals;

namespace Sagas.Checker.Invariants;

internal sealed class MoneyAddsUp()
    : Invariant(
        "S13",
        "What was captured and not given back is the price of the completed orders: each, in sum, and in both books.",
        Evidence.Ledgers
    )
{
    public override IEnumerable<string> NotSeen(Run run) =>
        [
            .. run.Gateway is null ? new[] { "the gateway's own book: the run does not give it" } : [],
            .. run.Payments.Refunds.Any(row => row.ReturnId is not null)
                ? new[] { "whether returns were due: the journal has orders only" }
                : [],
        ];

    public override IEnumerable<Violation> Check(Run run) => [.. Each(run), .. Books(run), .. Sums(run)];

    private static IEnumerable<Violation> Each(Run run)
    {
        foreach (var effects in Ended(run))
        {
            var kept = Kept(run, effects);
            var isRight = effects.IsCompleted
                ? effects.Order.Payloads.Any(payload => payload.AmountMinor == kept)
                : kept == 0;
            if (!isRight)
            {
                yield return new(
                    effects.Order.Key,
                    $"We keep {kept} of it, and it is {(effects.IsCompleted ? $"worth {Price(effects)}" : "not completed")}."
                );
            }
        }
    }

    /// <summary>Payment by payment, our book and the gateway's.</summary>
    private static IEnumerable<Violation> Books(Run run)
    {
        if (run.Gateway is null)
        {
            yield break;
        }

        var outside = run.Gateway.Captures.ToLookup(row => row.Key);
        var ours = run.Payments.Captures.ToLookup(row => row.Key);
        foreach (var key in outside.Select(row => row.Key).Union(ours.Select(row => row.Key)))
        {
            var (we, they) = (
                ours[key].Sum(row => row.NetMinor),
                outside[key].Sum(row => row.AmountMinor - row.RefundedMinor)
            );
            if (we != they)
            {
                var order = ours[key].Select(row => run.NameOf(row.OrderId)).FirstOrDefault(key.ToString());
                yield return new(order, $"We keep {we} of payment {key}, and the gateway {they}.");
            }
        }
    }

    private static IEnumerable<Violation> Sums(Run run)
    {
        var ended = Ended(run).ToList();
        foreach (var currency in ended.Where(effects => effects.IsCompleted).GroupBy(CurrencyOf))
        {
            var price = currency.Sum(Price);
            var kept = ended
                .Where(effects => CurrencyOf(effects) == currency.Key)
                .Sum(effects => Kept(run, effects));
            if (price != kept)
            {
                yield return new(
                    currency.Key,
                    $"Its completed orders are worth {price}, and we keep {kept}."
                );
            }
        }
    }

    private static IEnumerable<Effects> Ended(Run run) =>
        run
            .Orders.Where(order => run.Description.AtRest && !run.NeedsAttention(order))
            .Select(run.Of)
            .Where(effects => effects.Any);

    /// <summary>Without what returns had back, which they had of a completed order.</summary>
    private static long Kept(Run run, Effects effects) =>
        effects.Payments.Sum(payment =>
            payment.NetMinor
            + run.RefundsOf(payment.Key)
                .Where(refund => refund is { ReturnId: not null, State: "Refunded" })
                .Sum(refund => refund.AmountMinor)
        );

    private static long Price(Effects effects) => PayloadOf(effects)?.AmountMinor ?? 0;

    private static string CurrencyOf(Effects effects) => PayloadOf(effects)?.Currency ?? "";

    /// <summary>Where nobody knows which payload was accepted, the one that was paid.</summary>
    private static Payload? PayloadOf(Effects effects) =>
        effects.Order.Payloads.FirstOrDefault(payload =>
            effects.Payments.Any(row => row.CapturedMinor == payload.AmountMinor)
        ) ?? (effects.Order.Payloads is [var first, ..] ? first : null);
}
