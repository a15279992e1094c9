using Sagas.Fulfilment.Orders.Placing;
using Sagas.TestKit.Orders;

namespace Sagas.Tests.Fulfilment.Orders.Placing;

/// <summary>The real invoices, where they are at hand: they are not part of the repository.</summary>
internal sealed class RetailFileTests
{
    [Test]
    public async Task The_retail_file_has_470_orders_30_adjustments_and_46_credit_notes()
    {
        using var text = new StreamReader(RetailFile.Find());
        var items = await OrderFile.Read(text, OrderFileFormat.Csv).ToListAsync();

        var orders = items.OfType<OrderFileItem.Order>().Select(item => item.Command).ToList();
        var unreadable = items.OfType<OrderFileItem.Unreadable>().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(orders, Has.Count.EqualTo(470));
            Assert.That(orders.Sum(order => order.Lines.Count), Is.EqualTo(11_504));
            Assert.That(
                orders.Sum(order => order.Lines.Sum(line => line.Quantity * line.UnitPriceMinor)),
                Is.EqualTo(21_092_244)
            );
            Assert.That(items.OfType<OrderFileItem.CreditNote>().Count(), Is.EqualTo(46));
            Assert.That(items.OfType<OrderFileItem.EmptyOrder>().Count(), Is.EqualTo(30));
            Assert.That(unreadable, Has.Count.EqualTo(30));
            Assert.That(
                unreadable.Select(line => line.Reason),
                Is.All.EndsWith("is an adjustment of stock, not a sale.")
            );
        }
    }
}
