namespace Sagas.Tests.Upgrades;

/// <summary>What is recorded of each definition: every kind of entry that it can have, and every end.</summary>
internal static class Stories
{
    private const string GivenUp = "shipment late, shipment late, shipment late";

    public static readonly IReadOnlyList<Story> OfOrders =
    [
        new("completed", "start, stock done, payment done, shipment done, issue done"),
        new("stock-refused", "start, stock refused"),
        new("payment-declined", "start, stock done, payment refused, stock undone"),
        new(
            "shipment-refused",
            "start, stock done, payment done, shipment refused, payment undone, stock undone"
        ),
        new("cancelled-in-stock", "start, cancel, stock undone"),
        new(
            "cancelled-in-payment",
            "start, stock done, cancel, payment done, payment undone, stock undone, payment done"
        ),
        new(
            "cancelled-too-late",
            "start, stock done, payment done, cancel, shipment done, issue done, cancel"
        ),
        new("stock-timed-out", "start, stock late, stock late, stock late, stock undone, stock done"),
        new(
            "undo-given-up-and-settled",
            "start, stock done, payment refused, stock late, stock late, stock late, stock late, stock late, stock late, stock settled"
        ),
        new(
            "undo-given-up-and-resumed",
            "start, cancel, stock late, stock late, stock late, stock late, stock late, stock late, resumed, stock undone"
        ),
        new(
            "shipment-given-up-and-answered",
            $"start, stock done, payment done, {GivenUp}, shipment answered, issue done"
        ),
        new(
            "shipment-given-up-and-denied",
            $"start, stock done, payment done, {GivenUp}, shipment denied, payment undone, stock undone"
        ),
        new(
            "shipment-given-up-and-late",
            $"start, stock done, payment done, {GivenUp}, shipment done, issue done"
        ),
        new(
            "asked-again",
            "start, stock late, stock done, stock stale, payment late, payment done, shipment done, issue done"
        ),
        new(
            "repeated",
            "start, start, stock done, stock done, stranger, payment refused, payment done, stock undone, stock undone"
        ),
        new("in-stock", "start"),
        new("in-payment", "start, stock done, resumed"),
        new("in-shipment", "start, stock done, payment done"),
        new("in-issue", "start, stock done, payment done, shipment done"),
        new("needs-attention", $"start, stock done, payment done, {GivenUp}"),
        new("undoing-payment", "start, stock done, payment done, shipment refused"),
    ];

    public static readonly IReadOnlyList<Story> OfReturns =
    [
        new("completed", "start, goods done, refund done, restock done"),
        new("goods-refused", "start, goods refused"),
        new("refund-refused", "start, goods done, refund refused, goods undone"),
        new("reminded", "start, goods reminded, goods reminded, goods done, refund done, restock done"),
        new("goods-never-came", "start, goods late, goods undone"),
        new("cancelled", "start, goods reminded, cancel, goods undone, goods done"),
        new(
            "refund-given-up",
            "start, goods done, refund late, refund late, refund late, refund answered, restock done"
        ),
        new(
            "restock-given-up",
            "start, goods done, refund done, restock late, restock late, restock late, resumed"
        ),
        new("in-goods", "start"),
    ];

    public static readonly IReadOnlyList<Story> OfExpeditions =
    [
        new(
            "completed",
            "start, permit done, boat done, guide done, departure done, report reminded, photos done, report done"
        ),
        new(
            "overdue-before-the-pivot",
            "start, permit reminded, permit done, boat done, overdue, guide undone, boat undone, permit undone"
        ),
        new(
            "overdue-after-the-pivot",
            "start, permit done, boat done, guide done, departure done, overdue, photos done, report done"
        ),
        new("one-of-two-refused", "start, permit done, guide refused, boat done, boat undone, permit undone"),
        new("both-refused", "start, permit done, guide refused, boat refused, permit undone"),
        new(
            "undo-of-one-given-up",
            "start, permit done, boat done, guide done, departure refused, boat late, boat late, guide undone, boat settled, permit late, "
                + "permit settled"
        ),
        new(
            "one-of-two-timed-out",
            "start, permit done, boat late, guide done, guide undone, boat undone, permit undone"
        ),
        new(
            "report-given-up",
            "start, permit done, boat done, guide done, departure done, report late, photos done, report answered"
        ),
        new("in-both", "start, permit done, guide done"),
    ];
}
