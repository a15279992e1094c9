using Sagas.TestKit.Orders;

namespace Sagas.TestKit.Ledgers;

/// <summary>
/// Compares what a run left behind with what was asked for. It shares no code with the product, and says each
/// violation in a sentence.
/// </summary>
public static class LedgerOracle
{
    public static IReadOnlyList<string> Violations(
        IReadOnlyList<JournalOrder> journal,
        LedgerSnapshot found
    ) => Violations(journal, [], found);

    public static IReadOnlyList<string> Violations(
        IReadOnlyList<JournalOrder> journal,
        IReadOnlyList<JournalReturn> returns,
        LedgerSnapshot found
    )
    {
        var due = ReturnOracle.Due(returns, found);
        return
        [
            .. Sagas(journal.Select(order => order.Key).ToHashSet(), [.. found.Orders]),
            .. Sagas(returns.Select(item => item.Key).ToHashSet(), [.. found.Returns]),
            .. History(found),
            .. Effects(found),
            .. ReturnOracle.Violations(returns, found),
            .. Money(journal, due, found),
            .. Stock(journal, due, found),
            .. AtRest(found),
        ];
    }

    private static IEnumerable<string> Sagas(IReadOnlySet<string> asked, IReadOnlyList<SagaRow> found)
    {
        var sagas = found.ToLookup(saga => saga.Key);
        foreach (var key in asked.Where(key => sagas[key].Count() != 1))
        {
            yield return $"{key} has {sagas[key].Count()} sagas; expected 1.";
        }

        foreach (var saga in found.Where(saga => !asked.Contains(saga.Key)))
        {
            yield return $"Saga {saga.Key} was never asked for.";
        }

        foreach (var saga in found.Where(saga => !saga.HasEnded || !IsTerminal(saga.State)))
        {
            yield return $"Saga {saga.Key} has not ended: {saga.State}.";
        }
    }

    private static IEnumerable<string> History(LedgerSnapshot found)
    {
        var histories = found.History.ToLookup(entry => entry.SagaId);
        foreach (var saga in found.Sagas)
        {
            var entries = histories[saga.Id].OrderBy(entry => entry.Sequence).ToList();
            if (
                !entries
                    .Select(entry => entry.Sequence)
                    .SequenceEqual(Enumerable.Range(1, (int)saga.Version).Select(n => (long)n))
            )
            {
                yield return $"Saga {saga.Key} has version {saga.Version} and a history with gaps.";
            }

            if (entries.Select(entry => entry.Cause).Distinct().Count() != entries.Count)
            {
                yield return $"Saga {saga.Key} applied one message twice.";
            }

            var decisive = entries.Where(entry => entry.Kind is not ("Ignored" or "LateDone")).ToList();
            if (decisive.Count(entry => IsTerminal(entry.State)) != 1 || !IsTerminal(decisive[^1].State))
            {
                yield return $"Saga {saga.Key} did not end exactly once, with its last entry.";
            }

            foreach (var fault in Order(saga, decisive))
            {
                yield return fault;
            }
        }
    }

    /// <summary>The reverse order of the steps; and nothing is undone behind the pivot.</summary>
    private static IEnumerable<string> Order(SagaRow saga, List<HistoryRow> entries)
    {
        var undone = entries.Where(entry => entry.Kind == "StepUndone").Select(entry => entry.Step).ToList();
        if (
            undone.Count > 0
            && !undone.SequenceEqual(new[] { "payment", "stock" })
            && !undone.SequenceEqual(["stock"])
            && !undone.SequenceEqual(["goods"])
        )
        {
            yield return $"Saga {saga.Key} undid {string.Join(", ", undone)}; expected the reverse order.";
        }

        if (
            undone.Count > 0
            && entries.Exists(entry => entry is { Kind: "StepDone", Step: "shipment" or "refund" })
        )
        {
            yield return $"Saga {saga.Key} undid something behind its pivot.";
        }
    }

    private static IEnumerable<string> Effects(LedgerSnapshot found)
    {
        foreach (var saga in found.Orders)
        {
            var reservations = found
                .Reservations.Where(row => row.OrderId == saga.Id)
                .Select(row => row.State)
                .ToList();
            var payments = found
                .Payments.Where(row => row.OrderId == saga.Id)
                .Select(row => row.State)
                .ToList();
            var shipments = found
                .Shipments.Where(row => row.OrderId == saga.Id)
                .Select(row => row.State)
                .ToList();
            var isRight =
                saga.State == "Completed"
                    ? reservations is ["Issued"] && payments is ["Captured"] && shipments is ["Arranged"]
                    : reservations is ["Released" or "Refused" or "Forbidden"]
                        && payments is [] or ["Refunded" or "Declined" or "Forbidden"]
                        && shipments is [] or ["Refused"];
            if (!isRight)
            {
                yield return $"Saga {saga.Key} is {saga.State} with stock [{string.Join(", ", reservations)}], payment "
                    + $"[{string.Join(", ", payments)}], shipment [{string.Join(", ", shipments)}].";
            }
        }
    }

    /// <summary>What we keep, by both books: the price of what was completed, without what came back.</summary>
    private static IEnumerable<string> Money(
        IReadOnlyList<JournalOrder> journal,
        IReadOnlyList<JournalReturn> due,
        LedgerSnapshot found
    )
    {
        var back = due.ToLookup(item => item.OrderKey, item => item.AmountMinor);
        var prices = journal.ToDictionary(order => order.Key, order => order.AmountMinor);
        var payments = found.Payments.ToLookup(payment => payment.OrderId);
        var captures = found.Captures.ToDictionary(capture => capture.Key);
        foreach (var saga in found.Orders)
        {
            var price =
                saga.State == "Completed" ? prices.GetValueOrDefault(saga.Key) - back[saga.Key].Sum() : 0;
            var net = payments[saga.Id].Sum(payment => payment.CapturedMinor - payment.RefundedMinor);
            var outside = payments[saga.Id]
                .Select(payment => captures.GetValueOrDefault(payment.Key))
                .Sum(capture => capture is null ? 0 : capture.AmountMinor - capture.RefundedMinor);
            if (net != price || outside != price)
            {
                yield return $"Order {saga.Key} is {saga.State}: expected {price}, our ledger has {net}, the provider {outside}.";
            }
        }

        var ours = found.Payments.Select(payment => payment.Key).ToHashSet();
        foreach (
            var capture in found.Captures.Where(c =>
                !ours.Contains(c.Key) && c.AmountMinor != c.RefundedMinor
            )
        )
        {
            yield return $"The provider took {capture.AmountMinor} for {capture.Key}, which we do not know.";
        }
    }

    private static IEnumerable<string> Stock(
        IReadOnlyList<JournalOrder> journal,
        IReadOnlyList<JournalReturn> due,
        LedgerSnapshot found
    )
    {
        var back = due.SelectMany(item => item.Quantities)
            .GroupBy(line => line.Key)
            .ToDictionary(sku => sku.Key, sku => sku.Sum(line => line.Value));
        var completed = found
            .Sagas.Where(saga => saga.State == "Completed")
            .Select(saga => saga.Key)
            .ToHashSet();
        var sold = journal
            .Where(order => completed.Contains(order.Key))
            .SelectMany(order => order.Quantities)
            .GroupBy(line => line.Key)
            .ToDictionary(sku => sku.Key, sku => sku.Sum(line => line.Value));
        var known = found.Stock.Select(item => item.Sku).ToHashSet();
        foreach (var sku in sold.Keys.Where(sku => !known.Contains(sku)))
        {
            yield return $"Article {sku} was sold and has no stock row.";
        }

        foreach (var item in found.Stock)
        {
            if (item.Initial != item.OnHand + item.Reserved + item.Shipped || item.OnHand < 0)
            {
                yield return $"Article {item.Sku} is not conserved: {item}.";
            }

            if (item.Reserved != 0)
            {
                yield return $"Article {item.Sku} still has {item.Reserved} reserved.";
            }

            var (sales, returned) = (sold.GetValueOrDefault(item.Sku), back.GetValueOrDefault(item.Sku));
            if (item.Shipped != sales - returned)
            {
                yield return $"Article {item.Sku} shipped {item.Shipped}; {sales} were sold, and {returned} came back.";
            }
        }
    }

    private static IEnumerable<string> AtRest(LedgerSnapshot found)
    {
        if (found.OutboxRows != 0)
        {
            yield return $"The outbox still has {found.OutboxRows} rows.";
        }

        if (found.TimerRows != 0)
        {
            yield return $"There are still {found.TimerRows} timers.";
        }

        foreach (var (queue, depth) in found.QueueDepths.Where(queue => queue.Value != 0))
        {
            yield return $"Queue {queue} still has {depth} messages.";
        }
    }

    private static bool IsTerminal(string state) => state is "Completed" or "Compensated";
}
