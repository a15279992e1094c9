using Sagas.Fulfilment.Orders.Placing;

namespace Sagas.Tests.Fulfilment.Orders.Placing;

/// <summary>The real invoices, where they are at hand: they are not part of the repository.</summary>
internal sealed class RetailFileTests
{
    private const string Variable = "SAGAS_TEST_RETAIL_FILE";
    private const string FileName = "online-retail-december-2010.csv";

    [Test]
    public async Task The_retail_file_has_470_orders_30_adjustments_and_46_credit_notes()
    {
        using var text = new StreamReader(Find());
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

    /// <summary>Named by the environment, or in a folder <c>shared/data</c> beside a folder above the clone.</summary>
    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        for (var folder = new DirectoryInfo(Repository.Root); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", FileName);
            if (File.Exists(file))
            {
                return file;
            }
        }

        Assert.Ignore($"{FileName} is not here. Name it in {Variable} to run this test.");
        return "";
    }
}
