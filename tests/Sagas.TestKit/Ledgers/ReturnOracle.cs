using Sagas.TestKit.Orders;

namespace Sagas.TestKit.Ledgers;

/// <summary>What must be true of returns, beside what <see cref="LedgerOracle"/> says of money and stock.</summary>
public static class ReturnOracle
{
    /// <summary>Those that are to succeed: of a completed order, unless they come to nothing.</summary>
    public static IReadOnlyList<JournalReturn> Due(IReadOnlyList<JournalReturn> returns, LedgerSnapshot found)
    {
        var completed = found
            .Orders.Where(saga => saga.State == "Completed")
            .Select(saga => saga.Key)
            .ToHashSet();
        return
        [
            .. returns.Where(item =>
                item is { ComesToNothing: false, OrderKey: { } order } && completed.Contains(order)
            ),
        ];
    }

    public static IEnumerable<string> Violations(IReadOnlyList<JournalReturn> returns, LedgerSnapshot found)
    {
        var amounts = Due(returns, found).ToDictionary(item => item.Key, item => item.AmountMinor);
        return
        [
            .. found.Returns.SelectMany(saga => Outcome(saga, amounts, found)),
            .. found.Payments.SelectMany(payment => Sums(payment, found)),
            .. Strangers(found),
        ];
    }

    /// <summary>A return that ended well moved the goods and the money, each once; any other moved nothing.</summary>
    private static IEnumerable<string> Outcome(
        SagaRow saga,
        Dictionary<string, long> amounts,
        LedgerSnapshot found
    )
    {
        var isDue = amounts.TryGetValue(saga.Key, out var amount);
        if (saga.State == "Completed" != isDue)
        {
            yield return $"Return {saga.Key} is {saga.State}; expected {(isDue ? "Completed" : "Compensated")}.";
        }

        var goods = found.Goods.Where(row => row.ReturnId == saga.Id).Select(row => row.State).ToList();
        var refunds = found.Refunds.Where(row => row.ReturnId == saga.Id).ToList();
        var isRight = isDue
            ? goods is ["Restocked"]
                && refunds is [{ State: "Refunded" } refund]
                && refund.AmountMinor == amount
            : goods is ["Refused" or "Forgotten" or "Forbidden"]
                && refunds.TrueForAll(row => row is { State: "Refused", AmountMinor: 0 });
        if (!isRight)
        {
            yield return $"Return {saga.Key} is {saga.State} with goods [{string.Join(", ", goods)}] and refunds "
                + $"[{string.Join(", ", refunds.Select(row => $"{row.State} {row.AmountMinor}"))}]; {amount} were due.";
        }
    }

    private static IEnumerable<string> Sums(PaymentRow payment, LedgerSnapshot found)
    {
        var refunded = found.Refunds.Where(row => row.PaymentKey == payment.Key).Sum(row => row.AmountMinor);
        if (payment.RefundedMinor != refunded || refunded > payment.CapturedMinor)
        {
            yield return $"Payment {payment.Key} gave {payment.RefundedMinor} of {payment.CapturedMinor} back; its refunds say {refunded}.";
        }
    }

    private static IEnumerable<string> Strangers(LedgerSnapshot found)
    {
        var returns = found.Returns.Select(saga => saga.Id).ToHashSet();
        var strangers = found
            .Goods.Select(row => row.ReturnId)
            .Concat(found.Refunds.Where(row => row.ReturnId is not null).Select(row => row.ReturnId!.Value))
            .Where(id => !returns.Contains(id))
            .Distinct();
        foreach (var id in strangers)
        {
            yield return $"Goods or money moved for return {id}, which is not there.";
        }
    }
}
