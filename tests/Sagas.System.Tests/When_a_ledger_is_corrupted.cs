using Sagas.TestKit.Ledgers;
using Sagas.TestKit.Orders;

namespace Sagas.SystemTests;

/// <summary>The oracle bites: each kind of corruption, planted into a right ledger, is found.</summary>
public sealed class When_a_ledger_is_corrupted
{
    private static readonly Guid Done = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Undone = new("00000000-0000-0000-0000-000000000002");
    private static readonly Guid Returned = new("00000000-0000-0000-0000-000000000003");
    private static readonly Guid Kept = new("00000000-0000-0000-0000-000000000004");
    private static readonly Guid Paid = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid Refunded = new("00000000-0000-0000-0000-00000000000b");

    private static readonly JournalOrder[] Journal =
    [
        new("A", 500, new Dictionary<string, long> { ["X"] = 5 }),
        new("B", 300, new Dictionary<string, long> { ["X"] = 3 }),
    ];

    private static readonly JournalReturn[] Returns =
    [
        new("R", "A", 200, new Dictionary<string, long> { ["X"] = 2 }),
        new("S", "B", 100, new Dictionary<string, long> { ["X"] = 1 }),
    ];

    private static LedgerSnapshot Right() =>
        new(
            [
                new(Done, "A", "Completed", 5, true),
                new(Undone, "B", "Compensated", 6, true),
                new(Returned, "R", "Completed", 4, true, "return"),
                new(Kept, "S", "Compensated", 2, true, "return"),
            ],
            [
                Entry(Done, 1, "Started", null, "stock"),
                Entry(Done, 2, "StepDone", "stock", "payment"),
                Entry(Done, 3, "StepDone", "payment", "shipment"),
                Entry(Done, 4, "StepDone", "shipment", "issue"),
                Entry(Done, 5, "StepDone", "issue", "Completed"),
                Entry(Undone, 1, "Started", null, "stock"),
                Entry(Undone, 2, "StepDone", "stock", "payment"),
                Entry(Undone, 3, "StepDone", "payment", "shipment"),
                Entry(Undone, 4, "StepRefused", "shipment", "undo payment"),
                Entry(Undone, 5, "StepUndone", "payment", "undo stock"),
                Entry(Undone, 6, "StepUndone", "stock", "Compensated"),
                Entry(Returned, 1, "Started", null, "goods"),
                Entry(Returned, 2, "StepDone", "goods", "refund"),
                Entry(Returned, 3, "StepDone", "refund", "restock"),
                Entry(Returned, 4, "StepDone", "restock", "Completed"),
                Entry(Kept, 1, "Started", null, "goods"),
                Entry(Kept, 2, "StepRefused", "goods", "Compensated"),
            ],
            [new(Paid, Done, "Issued"), new(Refunded, Undone, "Released")],
            [new(Paid, Done, "Captured", 500, 200), new(Refunded, Undone, "Refunded", 300, 300)],
            [new(Paid, Done, "Arranged"), new(Refunded, Undone, "Refused")],
            [new("X", 100, 97, 0, 3)],
            [new(Paid, 500, 200), new(Refunded, 300, 300)],
            0,
            0,
            new Dictionary<string, uint> { ["payments"] = 0 }
        )
        {
            Goods = [new(Paid, Returned, "Restocked"), new(Refunded, Kept, "Refused")],
            Refunds =
            [
                new(Returned, Paid, Returned, "Refunded", 200),
                new(Refunded, Refunded, null, "Refunded", 300),
            ],
        };

    private static IEnumerable<TestCaseData> Corruptions()
    {
        static TestCaseData Case(string name, Func<LedgerSnapshot, LedgerSnapshot> plant) =>
            new TestCaseData(plant).SetArgDisplayNames(name);

        yield return Case("a saga is lost", s => s with { Sagas = [.. s.Sagas.Take(1)] });
        yield return Case(
            "a saga is there twice",
            s => s with { Sagas = [.. s.Sagas, s.Sagas[0] with { Id = Paid }] }
        );
        yield return Case(
            "a saga nobody asked for",
            s => s with { Sagas = [.. s.Sagas, new(Paid, "C", "Completed", 0, true)] }
        );
        yield return Case(
            "a saga that has not ended",
            s => s with { Sagas = [s.Sagas[0] with { HasEnded = false }, .. s.Sagas.Skip(1)] }
        );
        yield return Case(
            "a gap in the history",
            s => s with { History = [.. s.History.Where((_, index) => index != 2)] }
        );
        yield return Case(
            "a message applied twice",
            s => s with { History = [.. s.History.Select(e => e with { Cause = Paid })] }
        );
        yield return Case(
            "an entry behind the end",
            s => s with { History = [.. s.History.Select((e, i) => i == 4 ? e with { State = "issue" } : e)] }
        );
        yield return Case(
            "compensation in the wrong order",
            s =>
                s with
                {
                    History =
                    [
                        .. s.History.Select(e =>
                            e.Kind != "StepUndone"
                                ? e
                                : e with
                                {
                                    Step = e.Step == "stock" ? "payment" : "stock",
                                }
                        ),
                    ],
                }
        );
        yield return Case(
            "something undone behind the pivot",
            s =>
                s with
                {
                    History =
                    [
                        .. s.History.Select(e =>
                            e is { Kind: "StepRefused" } ? e with { Kind = "StepDone" } : e
                        ),
                    ],
                }
        );
        yield return Case(
            "a payment kept",
            s => s with { Payments = [s.Payments[0], s.Payments[1] with { RefundedMinor = 0 }] }
        );
        yield return Case("a payment lost", s => s with { Payments = [.. s.Payments.Skip(1)] });
        yield return Case(
            "a penny too much",
            s => s with { Payments = [s.Payments[0] with { CapturedMinor = 501 }, s.Payments[1]] }
        );
        yield return Case(
            "the provider kept the money",
            s => s with { Captures = [s.Captures[0], s.Captures[1] with { RefundedMinor = 0 }] }
        );
        yield return Case(
            "the provider took money that we do not know",
            s => s with { Captures = [.. s.Captures, new(Guid.Empty, 10, 0)] }
        );
        yield return Case(
            "two reservations",
            s => s with { Reservations = [.. s.Reservations, new(Guid.Empty, Done, "Issued")] }
        );
        yield return Case("a shipment lost", s => s with { Shipments = [.. s.Shipments.Skip(1)] });
        yield return Case(
            "a shipment of a cancelled order",
            s => s with { Shipments = [s.Shipments[0], s.Shipments[1] with { State = "Arranged" }] }
        );
        yield return Case("an article lost", s => s with { Stock = [] });
        yield return Case("stock out of nothing", s => s with { Stock = [s.Stock[0] with { OnHand = 98 }] });
        yield return Case("stock still reserved", s => s with { Stock = [new("X", 100, 94, 3, 3)] });
        yield return Case("shipped more than sold", s => s with { Stock = [new("X", 100, 96, 0, 4)] });
        yield return Case("a return is lost", s => s with { Sagas = [.. s.Sagas.Take(3)] });
        yield return Case(
            "a return nobody asked for",
            s => s with { Sagas = [.. s.Sagas, s.Sagas[3] with { Key = "T", Id = Paid }] }
        );
        yield return Case(
            "a return that was not due",
            s => s with { Sagas = [.. s.Sagas.Take(3), s.Sagas[3] with { State = "Completed" }] }
        );
        yield return Case(
            "goods that were not restocked",
            s => s with { Goods = [s.Goods[0] with { State = "Received" }, s.Goods[1]] }
        );
        yield return Case(
            "goods of a refused return restocked",
            s => s with { Goods = [s.Goods[0], s.Goods[1] with { State = "Restocked" }] }
        );
        yield return Case("a refund lost", s => s with { Refunds = [.. s.Refunds.Skip(1)] });
        yield return Case(
            "a refund given twice",
            s => s with { Refunds = [.. s.Refunds, s.Refunds[0] with { Key = Guid.Empty }] }
        );
        yield return Case(
            "a refund to a refused return",
            s => s with { Refunds = [.. s.Refunds, new(Guid.Empty, Paid, Kept, "Refunded", 1)] }
        );
        yield return Case(
            "a refund of another amount",
            s => s with { Refunds = [s.Refunds[0] with { AmountMinor = 199 }, s.Refunds[1]] }
        );
        yield return Case(
            "a refund for a return that is not there",
            s => s with { Refunds = [.. s.Refunds, new(Guid.Empty, Paid, Paid, "Refused", 0)] }
        );
        yield return Case(
            "goods for a return that is not there",
            s => s with { Goods = [.. s.Goods, new(Guid.Empty, Paid, "Expected")] }
        );
        yield return Case(
            "a payment that forgot a refund",
            s => s with { Payments = [s.Payments[0] with { RefundedMinor = 0 }, s.Payments[1]] }
        );
        yield return Case(
            "the provider gave another amount back",
            s => s with { Captures = [s.Captures[0] with { RefundedMinor = 100 }, s.Captures[1]] }
        );
        yield return Case("returned and not on hand", s => s with { Stock = [new("X", 100, 95, 0, 5)] });
        yield return Case("a row left in the outbox", s => s with { OutboxRows = 1 });
        yield return Case("a timer left", s => s with { TimerRows = 1 });
        yield return Case(
            "a message left in a queue",
            s => s with { QueueDepths = new Dictionary<string, uint> { ["payments"] = 1 } }
        );
    }

    [Test]
    public void Should_find_nothing_in_a_right_ledger() =>
        Assert.That(LedgerOracle.Violations(Journal, Returns, Right()), Is.Empty);

    [TestCaseSource(nameof(Corruptions))]
    public void Should_find_it(Func<LedgerSnapshot, LedgerSnapshot> plant) =>
        Assert.That(LedgerOracle.Violations(Journal, Returns, plant(Right())), Is.Not.Empty);

    private static HistoryRow Entry(Guid saga, long sequence, string kind, string? step, string state) =>
        new(saga, sequence, kind, step, state, new Guid((int)sequence, 0, 0, saga.ToByteArray()[8..]));
}
