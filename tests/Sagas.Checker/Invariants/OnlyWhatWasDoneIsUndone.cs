namespace Sagas.Checker.Invariants;

internal sealed class OnlyWhatWasDoneIsUndone()
    : Invariant(
        "S10",
        "What is undone was done, and is undone once and as a whole; never what was refused.",
        Evidence.Ledgers
    )
{
    public override IEnumerable<string> NotSeen(Run run) =>
        ["undos of what was refused that changed nothing: the ledgers keep no requests"];

    public override IEnumerable<Violation> Check(Run run)
    {
        var payments = run
            .Payments.Captures.GroupBy(row => row.Key)
            .ToDictionary(group => group.Key, group => group.First());
        foreach (var payment in payments.Values)
        {
            var given = run.RefundsOf(payment.Key).Where(row => row.State == "Refunded").ToList();
            var undo = given.Where(row => row.ReturnId is null).ToList();
            var back = given.Sum(row => row.AmountMinor);
            var name = run.NameOf(payment.OrderId);
            if (payment.State == "Refunded" && (undo.Count != 1 || undo[0].Key != payment.Key))
            {
                yield return new(name, $"Its payment was undone, and has {undo.Count} refunds that undo it.");
            }

            if (payment.State != "Refunded" && undo.Count > 0)
            {
                yield return new(name, $"Its payment is {payment.State}, and was undone.");
            }

            if (back != payment.RefundedMinor)
            {
                yield return new(
                    name,
                    $"Its payment says that {payment.RefundedMinor} was given back; its refunds are {back}."
                );
            }

            if (payment.State == "Refunded" && payment.NetMinor != 0)
            {
                yield return new(name, $"Its payment was undone, and {payment.NetMinor} is left of it.");
            }

            if (payment.State is "Declined" or "Forbidden" && payment.CapturedMinor != 0)
            {
                yield return new(name, $"Its payment is {payment.State}, and took {payment.CapturedMinor}.");
            }
        }

        foreach (
            var refund in run.Payments.Refunds.Where(row =>
                row.State == "Refunded" && !payments.ContainsKey(row.PaymentKey)
            )
        )
        {
            yield return new(
                refund.Key.ToString(),
                $"{refund.AmountMinor} was given back of a payment that never was."
            );
        }

        foreach (
            var row in run.Inventory.Reservations.Where(row =>
                row is { State: "Released", Quantities.Count: 0 }
            )
        )
        {
            yield return new(run.NameOf(row.OrderId), "It released stock, and had reserved none.");
        }
    }
}
