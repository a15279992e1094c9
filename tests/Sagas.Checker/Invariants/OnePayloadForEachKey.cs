using Sagas.Checker.Journals;

namespace Sagas.Checker.Invariants;

internal sealed class OnePayloadForEachKey()
    : Invariant(
        "S2",
        "A key belongs to one payload; the same key with another has no effect.",
        Evidence.Ledgers
    )
{
    public override IEnumerable<Violation> Check(Run run)
    {
        foreach (var order in run.Orders)
        {
            var accepted = order.Payloads.Where(payload => payload.Fate == Fate.Accepted).ToList();
            if (accepted.Count > 1)
            {
                yield return new(order.Key, $"{accepted.Count} payloads were accepted for it.");
            }

            foreach (var refused in order.Refused.Where(payload => HasEffect(run.Of(order), payload)))
            {
                yield return new(
                    order.Key,
                    $"Its refused payload of {refused.AmountMinor} {refused.Currency} had an effect."
                );
            }
        }
    }

    /// <summary>What both payloads share says nothing.</summary>
    private static bool HasEffect(Effects effects, Payload refused) =>
        effects.Payments.Any(payment =>
            payment.State is "Captured" or "Refunded"
            && Is(payment, refused)
            && !effects.Order.Payloads.Any(payload => Is(payment, payload))
        )
        || effects.Reservations.Any(row =>
            row.State != "Forbidden"
            && Is(row, refused)
            && !effects.Order.Payloads.Any(payload => Is(row, payload))
        );

    private static bool Is(Ledgers.Payment payment, Payload payload) =>
        (payment.CapturedMinor, payment.Currency) == (payload.AmountMinor, payload.Currency);

    private static bool Is(Ledgers.Reservation row, Payload payload) =>
        Quantities.Equal(row.Quantities, payload.Quantities);
}
