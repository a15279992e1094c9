namespace Sagas.Checker.Invariants;

internal sealed class LedgersEqualTheJournal()
    : Invariant("S15", "Amounts, articles and currency in the ledgers are the journal's.", Evidence.Ledgers)
{
    public override IEnumerable<Violation> Check(Run run)
    {
        var captures = (run.Gateway?.Captures ?? []).ToLookup(row => row.Key);
        foreach (var effects in run.Orders.Select(run.Of))
        {
            var payloads = effects.Order.Payloads;
            foreach (
                var row in effects.Reservations.Where(row =>
                    row.State != "Forbidden"
                    && !payloads.Any(payload => Quantities.Equal(row.Quantities, payload.Quantities))
                )
            )
            {
                yield return new(
                    effects.Order.Key,
                    $"{row.State} stock is {Quantities.Text(row.Quantities)}, which the journal did not ask for."
                );
            }

            foreach (
                var payment in effects.Payments.Where(row =>
                    row.State != "Forbidden"
                    && !payloads.Any(payload =>
                        row.Currency == payload.Currency
                        && (row.State == "Declined" || row.CapturedMinor == payload.AmountMinor)
                    )
                )
            )
            {
                yield return new(
                    effects.Order.Key,
                    $"{payment.State} payment is {payment.CapturedMinor} {payment.Currency}, which the journal did not ask for."
                );
            }

            foreach (
                var capture in captures[effects.Order.KeyOf("payment")]
                    .Where(row =>
                        !payloads.Any(payload =>
                            (row.AmountMinor, row.Currency) == (payload.AmountMinor, payload.Currency)
                        )
                    )
            )
            {
                yield return new(
                    effects.Order.Key,
                    $"The gateway captured {capture.AmountMinor} {capture.Currency}, which the journal did not ask for."
                );
            }
        }
    }
}
