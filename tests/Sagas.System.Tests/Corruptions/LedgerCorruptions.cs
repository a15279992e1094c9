using Sagas.Core;

namespace Sagas.SystemTests.Corruptions;

/// <summary>What may be wrong in the ledgers of the participants.</summary>
internal static class LedgerCorruptions
{
    private static readonly Guid Nobody = new("00000000-0000-0000-0000-00000000dead");

    public static IReadOnlyList<Corruption> All { get; } =
    [
        new(
            "S1",
            "an accepted order that nobody began",
            async run =>
            {
                var order = run.Declined.Saga;
                await run.Ledgers($"delete from stock_reservation where order_id = '{order}'");
                await run.Ledgers($"delete from payment where order_id = '{order}'");
            }
        ),
        new(
            "S1",
            "a refused order that has stock",
            run =>
            {
                var refused = Victim.Of(FinishedRun.RefusedKey);
                return run.Ledgers(
                    $"insert into stock_reservation (key, order_id, state, lines, changed_at) values ('{refused.Stock}', '{refused.Saga}', 'Refused', '[]', now())"
                );
            }
        ),
        new(
            "S2",
            "the payload of a conflict was paid",
            run =>
                run.Ledgers(
                    $"update payment set captured_minor = {FinishedRun.ConflictAmountMinor}, currency = 'GBP', state = 'Captured' where key = '{Victim.Of(FinishedRun.ConflictKey).Payment}'"
                )
        ),
        new(
            "S8",
            "a payment twice",
            run =>
                run.Ledgers(
                    $"insert into payment select '{Nobody}', order_id, state, captured_minor, refunded_minor, currency, reference, reason, changed_at from payment where key = '{run.Completed.Payment}'"
                )
        ),
        new(
            "S8",
            "a shipment twice",
            run =>
                run.Ledgers(
                    $"insert into shipment select '{Nobody}', order_id, state, tracking_number, reason, changed_at from shipment where key = '{run.Completed.Shipment}'"
                )
        ),
        new(
            "S8",
            "a payment undone twice",
            run =>
                run.Ledgers(
                    $"insert into refund select '{Nobody}', payment_key, return_id, state, amount_minor, reference, reason, changed_at from refund where payment_key = '{run.Undone.Payment}'"
                )
        ),
        new(
            "S9",
            "a completed order that never paid",
            run => run.Ledgers($"delete from payment where key = '{run.Completed.Payment}'")
        ),
        new(
            "S9",
            "a completed order whose shipment is lost",
            run => run.Ledgers($"delete from shipment where key = '{run.Completed.Shipment}'")
        ),
        new(
            "S9",
            "a completed order whose stock never left",
            run =>
                run.Ledgers(
                    $"update stock_reservation set state = 'Reserved' where key = '{run.Completed.Stock}'"
                )
        ),
        new(
            "S9",
            "an undone order that holds its money",
            run => run.Ledgers($"update payment set state = 'Captured' where key = '{run.Undone.Payment}'")
        ),
        new(
            "S10",
            "a refund is missing",
            run => run.Ledgers($"delete from refund where payment_key = '{run.Undone.Payment}'")
        ),
        new(
            "S10",
            "a refund of another amount",
            run =>
                run.Ledgers(
                    $"update refund set amount_minor = amount_minor - 1 where payment_key = '{run.Undone.Payment}'"
                )
        ),
        new(
            "S10",
            "a declined payment was given back",
            run => run.Ledgers(Refund(run.Declined.Payment, run.Declined.Payment))
        ),
        new("S10", "a refund of no payment", run => run.Ledgers(Refund(Nobody, Nobody))),
        new(
            "S11",
            "stock went back before the money",
            run =>
                run.Ledgers(
                    $"update stock_reservation set changed_at = changed_at - interval '1 hour' where key = '{run.Undone.Stock}'"
                )
        ),
        new(
            "S12",
            "a shipment for a cancelled order",
            run => run.Ledgers($"update shipment set state = 'Arranged' where key = '{run.Undone.Shipment}'")
        ),
        new(
            "S12",
            "a payment that came after its order was undone",
            run =>
                run.Ledgers(
                    $"update payment set state = 'Captured', refunded_minor = 0 where key = '{run.Undone.Payment}'"
                )
        ),
        new(
            "S13",
            "a penny too much",
            run =>
                run.Ledgers(
                    $"update payment set captured_minor = captured_minor + 1 where key = '{run.Completed.Payment}'"
                )
        ),
        new(
            "S13",
            "money that was not given back",
            run => run.Ledgers($"update payment set refunded_minor = 0 where key = '{run.Undone.Payment}'")
        ),
        new(
            "S13",
            "a completed order that was given back in part",
            run => run.Ledgers($"update payment set refunded_minor = 5 where key = '{run.Completed.Payment}'")
        ),
        new(
            "S14",
            "less than nothing on hand",
            run =>
                run.Ledgers(
                    $"update stock_item set on_hand = -1, initial = reserved + shipped - 1 where sku = 'SKU-1'"
                )
        ),
        new(
            "S14",
            "a reservation left over",
            run =>
                run.Ledgers(
                    $"update stock_item set reserved = reserved + 1, on_hand = on_hand - 1 where sku = 'SKU-1'"
                )
        ),
        new(
            "S14",
            "stock out of nothing",
            run => run.Ledgers($"update stock_item set on_hand = on_hand + 1 where sku = 'SKU-1'")
        ),
        new(
            "S14",
            "more shipped than sold",
            run =>
                run.Ledgers(
                    $"update stock_item set shipped = shipped + 1, on_hand = on_hand - 1 where sku = 'SKU-1'"
                )
        ),
        new("S14", "an article lost", run => run.Ledgers($"delete from stock_item where sku = 'SKU-1'")),
        new(
            "S15",
            "another currency",
            run => run.Ledgers($"update payment set currency = 'USD' where key = '{run.Completed.Payment}'")
        ),
        new(
            "S15",
            "another article",
            run =>
                run.Ledgers(
                    $"update stock_reservation set lines = replace(lines, 'SKU-', 'KSU-') where key = '{run.Declined.Stock}'"
                )
        ),
        new(
            "S15",
            "another quantity",
            run =>
                run.Ledgers(
                    $"update stock_reservation set lines = replace(lines, '\"Quantity\":', '\"Quantity\":1') where key = '{run.Declined.Stock}'"
                )
        ),
        new(
            "S17",
            "a shipped order was given back",
            async run =>
            {
                await run.Ledgers(
                    $"update payment set state = 'Refunded', refunded_minor = captured_minor where key = '{run.Completed.Payment}'"
                );
                await run.Ledgers(Refund(run.Completed.Payment, run.Completed.Payment));
            }
        ),
        new(
            "S18",
            "an effect with another order's key",
            run =>
                run.Ledgers(
                    $"update shipment set key = '{run.Declined.Shipment}' where key = '{run.Completed.Shipment}'"
                )
        ),
        new(
            "S18",
            "an effect of an order that nobody knows",
            run =>
                run.Ledgers(
                    $"insert into shipment values ('{DerivedId.OfEffect(Nobody, "shipment")}', '{Nobody}', 'Refused', null, 'nobody', now())"
                )
        ),
        new("M1", "nothing was ever shipped", run => run.Ledgers($"update shipment set state = 'Refused'")),
    ];

    private static FormattableString Refund(Guid key, Guid payment) =>
        $"insert into refund (key, payment_key, state, amount_minor, changed_at) values ('{key}', '{payment}', 'Refunded', 100, now())";
}
