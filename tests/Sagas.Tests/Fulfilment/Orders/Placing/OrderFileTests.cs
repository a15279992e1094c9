using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Orders.Placing;

namespace Sagas.Tests.Fulfilment.Orders.Placing;

internal sealed class OrderFileTests
{
    private const string Header =
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    [Test]
    public async Task An_invoice_is_an_order_with_its_number_as_the_key()
    {
        var orders = await Orders(
            Csv(
                "536365,85123A,HOLDER,6,01/12/2010 08:26,2.55,17850,United Kingdom",
                "536365,71053,LANTERN,6,01/12/2010 08:26,3.39,17850,United Kingdom",
                "536366,22633,WARMER,1,01/12/2010 08:28,0,,"
            )
        );

        Assert.That(orders.Select(order => order.Key), Is.EqualTo(new[] { "536365", "536366" }).AsCollection);
        Assert.That(
            orders[0].Lines,
            Is.EqualTo(new OrderLine[] { new("85123A", 6, 255), new("71053", 6, 339) }).AsCollection
        );
        Assert.That(orders[0] with { Lines = [] }, Has.Property(nameof(PlaceOrder.Currency)).EqualTo("GBP"));
        Assert.That(orders[1].Customer, Is.Empty);
    }

    [TestCase("536365,85123A,X,six,d,2.55,1,UK", "the quantity \"six\" is not a whole number")]
    [TestCase("536365,85123A,X,1.5,d,2.55,1,UK", "the quantity \"1.5\" is not a whole number")]
    [TestCase("536365,85123A,X,99999999999,d,2.55,1,UK", "is not a whole number up to 1000000")]
    [TestCase("536365,85123A,X,2000000,d,2.55,1,UK", "the quantity 2000000 is too large")]
    [TestCase("536365,85123A,X,-6,d,2.55,1,UK", "the quantity -6 is an adjustment of stock, not a sale")]
    [TestCase("536365,85123A,X,0,d,2.55,1,UK", "the quantity is 0")]
    [TestCase("536365,85123A,X,6,d,free,1,UK", "the price \"free\" is not a number")]
    [TestCase("536365,85123A,X,6,d,1e3,1,UK", "the price \"1e3\" is not a number")]
    [TestCase("536365,85123A,X,6,d,NaN,1,UK", "the price \"NaN\" is not a number")]
    [TestCase("536365,85123A,X,6,d,2.555,1,UK", "the price 2.555 has more decimals than GBP has: 2")]
    [TestCase("536365,85123A,X,6,d,-2.55,1,UK", "the price -2.55 is out of range")]
    [TestCase("536365,85123A,X,6,d,99999999999,1,UK", "the price 99999999999 is out of range")]
    [TestCase("536365,,X,6,d,2.55,1,UK", "the article is empty")]
    [TestCase("536365,123456789012345678901234567890123,X,6,d,2.55,1,UK", "the article is too long")]
    [TestCase(",85123A,X,6,d,2.55,1,UK", "the invoice number is empty")]
    [TestCase("536365,85123A,X,6", "it has 4 fields. Give 8")]
    [TestCase("536365,85123A,X,6,d,2.55,1,UK,more", "it has 9 fields. Give 8")]
    [TestCase("536365,85123A,\"X,6,d,2.55,1,UK", "a quote is opened and not closed")]
    [TestCase("536365,85\uFFFD23A,X,6,d,2.55,1,UK", "not UTF-8")]
    [TestCase("536365,85\u001b23A,X,6,d,2.55,1,UK", "control characters")]
    public async Task A_bad_line_is_reported_and_the_others_are_read(string line, string reason)
    {
        var items = await Items(
            Csv(
                "536365,71053,X,6,d,3.39,1,UK",
                line,
                "536365,21730,X,6,d,4.25,1,UK",
                "536367,84879,X,2,d,1.69,2,UK"
            )
        );

        var unreadable = items.OfType<OrderFileItem.Unreadable>().Single();
        Assert.That(unreadable.LineNumber, Is.EqualTo(3));
        Assert.That(unreadable.Reason, Does.Contain(reason));
        Assert.That(
            items.OfType<OrderFileItem.Order>().Select(item => (item.Command.Key, item.Command.Lines.Count)),
            Is.EqualTo(new[] { ("536365", 2), ("536367", 1) }).AsCollection
        );
    }

    [Test]
    public async Task An_endless_line_is_reported_with_its_length_and_passed_over()
    {
        var items = await Items(
            Csv($"536365,{new string('x', 1_000_000)},X,6,d,2.55,1,UK", "536366,71053,X,6,d,3.39,1,UK")
        );

        Assert.That(
            items.OfType<OrderFileItem.Unreadable>().Single().Reason,
            Is.EqualTo("it has 1000023 characters. Give at most 262144.")
        );
        Assert.That(items.OfType<OrderFileItem.Order>().Single().LineNumber, Is.EqualTo(3));
    }

    [Test]
    public async Task A_file_of_open_quotes_takes_no_more_memory_than_it_is_long()
    {
        const int MostBytes = 32 * 1024 * 1024;
        using var text = new StringReader(
            "InvoiceNo,StockCode,Quantity,UnitPrice\n" + string.Concat(Enumerable.Repeat("\"x\n", 5_000))
        );
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var refused = 0;
        await foreach (var item in OrderFile.Read(text, OrderFileFormat.Csv))
        {
            Assert.That(item, Is.TypeOf<OrderFileItem.Unreadable>());
            refused++;
        }

        Assert.That(refused, Is.EqualTo(5_000));
        Assert.That(GC.GetTotalAllocatedBytes(precise: true) - before, Is.LessThan(MostBytes));
    }

    [Test]
    public async Task Quoted_fields_may_hold_commas_quotes_and_line_breaks()
    {
        var orders = await Orders(
            Csv(
                "1,A,\"WOODEN HEART, \"\"LOVE\"\"\",1,d,1,1,UK",
                "1,B,\"two\nlines\",2,d,1,1,UK",
                "1,C,6\" RULER,3,d,1,1,UK"
            )
        );

        Assert.That(
            orders.Single().Lines.Select(line => line.Sku),
            Is.EqualTo(new[] { "A", "B", "C" }).AsCollection
        );
    }

    [Test]
    public async Task Lines_of_an_invoice_need_not_stand_together()
    {
        var orders = await Orders(Csv("1,A,,1,d,1,1,UK", "2,B,,1,d,1,1,UK", "1,C,,1,d,1,1,UK"));

        Assert.That(
            orders.Select(order => (order.Key, order.Lines.Count)),
            Is.EqualTo(new[] { ("1", 2), ("2", 1) }).AsCollection
        );
    }

    [Test]
    public async Task Orders_come_while_a_long_file_is_still_read()
    {
        var lines = Enumerable.Range(1, 1_000).Select(number => $"{number},A,,1,d,1,1,UK").ToArray();
        await using var items = OrderFile
            .Read(new StringReader(Csv(lines)), OrderFileFormat.Csv)
            .GetAsyncEnumerator();

        Assert.That(await items.MoveNextAsync(), Is.True);
        Assert.That(((OrderFileItem.Order)items.Current).Command.Key, Is.EqualTo("1"));
    }

    [Test]
    public async Task An_invoice_of_ten_thousand_lines_is_reported_whole()
    {
        var lines = Enumerable.Repeat("1,A,,1,d,1,1,UK", 10_000).Append("2,A,,1,d,1,1,UK").ToArray();
        var items = await Items(Csv(lines));

        Assert.That(
            items.OfType<OrderFileItem.Unreadable>().Single().Reason,
            Is.EqualTo("invoice 1: The order has 10000 lines. Give at most 1000, or split it.")
        );
        Assert.That(items.OfType<OrderFileItem.Order>().Single().Command.Key, Is.EqualTo("2"));
    }

    [Test]
    public async Task Credit_notes_are_counted_once_and_their_lines_not_judged()
    {
        var items = await Items(Csv("C1,A,,-1,d,1,1,UK", "C1,B,,-2,d,1,1,UK", "1,A,,1,d,1,1,UK"));

        Assert.That(items.OfType<OrderFileItem.CreditNote>().Single().Key, Is.EqualTo("C1"));
        Assert.That(items, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_invoice_left_without_lines_is_reported()
    {
        var items = await Items(Csv("1,A,,-1,d,0,,UK"));

        Assert.That(items.OfType<OrderFileItem.EmptyOrder>().Single().Key, Is.EqualTo("1"));
        Assert.That(items.OfType<OrderFileItem.Unreadable>().Single().LineNumber, Is.EqualTo(2));
    }

    [Test]
    public async Task Prices_follow_the_decimals_of_the_currency()
    {
        var yen = await Orders(
            "Order,SKU,Qty,Price,Currency\n1,A,1,250,JPY\n2,A,1,2.5,KWD\n3,A,1,2.5,",
            OrderFileFormat.Csv
        );

        Assert.That(
            yen.Select(order => (order.Currency, order.Lines[0].UnitPriceMinor)),
            Is.EqualTo(new[] { ("JPY", 250L), ("KWD", 2_500L), ("GBP", 250L) }).AsCollection
        );
    }

    [TestCase("", "The file is empty")]
    [TestCase("InvoiceNo,Quantity\n", "The header has no column StockCode, UnitPrice")]
    [TestCase("InvoiceNo;StockCode;Quantity;UnitPrice\n", "separated by commas")]
    public void A_file_without_the_columns_is_not_read(string text, string sentence) =>
        Assert.That(
            async () => await Items(text),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(sentence)
        );

    [Test]
    public async Task A_line_of_JSON_is_an_order()
    {
        var orders = await Orders(
            """
            {"key":"A-1","lines":[{"sku":"85123A","quantity":6,"unitPriceMinor":255}]}

            {"key":"A-2","customer":"7","country":"DE","currency":"EUR","lines":[{"sku":"B","quantity":1,"unitPriceMinor":0}]}
            """,
            OrderFileFormat.JsonLines
        );

        Assert.That(
            orders.Select(order => (order.Key, order.Customer, order.Country, order.Currency)),
            Is.EqualTo(new[] { ("A-1", "", "", "GBP"), ("A-2", "7", "DE", "EUR") }).AsCollection
        );
    }

    [TestCase("""{"key":"A-1","lines":[{"sku":"A","quantity":6,"unitPri""", "broken")]
    [TestCase("""{"key":"A-1","lines":[{"sku":"A","quantity":6,"unitPrice":2.5}]}""", "unknown")]
    [TestCase(
        """{"key":"A-1","lines":[{"sku":"A","quantity":"6","unitPriceMinor":1}]}""",
        "$.lines[0].quantity"
    )]
    [TestCase(
        """{"key":"A-1","lines":[{"sku":"A","quantity":1e400,"unitPriceMinor":1}]}""",
        "$.lines[0].quantity"
    )]
    [TestCase("""{"key":"A-1","key":"A-2","lines":[]}""", "repeated")]
    [TestCase("""{"key":"A-1","lines":[{"sku":"A","unitPriceMinor":1}]}""", "Line 1 lacks its quantity")]
    [TestCase("""{"key":"A-1","lines":[{"sku":"A","quantity":-1,"unitPriceMinor":1}]}""", "the quantity -1")]
    [TestCase("""{"key":"A-1","lines":[]}""", "no line")]
    [TestCase("""{"key":"A-1"}""", "no line")]
    [TestCase("""{"lines":[{"sku":"A","quantity":1,"unitPriceMinor":1}]}""", "The key is missing")]
    [TestCase("""{"key":"A-1","lines":[null]}""", "Line 1 is empty")]
    [TestCase("null", "it is null")]
    [TestCase("[1]", "broken")]
    [TestCase("[[[[[[[[[[[[", "broken")]
    [TestCase("not json", "broken")]
    public async Task A_bad_line_of_JSON_is_reported_and_the_others_are_read(string line, string reason)
    {
        const string Good = """{"key":"A-9","lines":[{"sku":"A","quantity":1,"unitPriceMinor":1}]}""";
        var items = await Items($"{line}\n{Good}", OrderFileFormat.JsonLines);

        Assert.That(items.OfType<OrderFileItem.Unreadable>().Single().Reason, Does.Contain(reason));
        Assert.That(items.OfType<OrderFileItem.Order>().Single().LineNumber, Is.EqualTo(2));
    }

    [TestCase("orders.jsonl", OrderFileFormat.JsonLines)]
    [TestCase("ORDERS.NDJSON", OrderFileFormat.JsonLines)]
    [TestCase("orders.csv", OrderFileFormat.Csv)]
    [TestCase("-", OrderFileFormat.Csv)]
    public void The_name_tells_the_format(string file, OrderFileFormat format) =>
        Assert.That(OrderFile.FormatOf(file), Is.EqualTo(format));

    private static string Csv(params string[] lines) => $"{Header}\n{string.Join('\n', lines)}\n";

    private static async Task<List<PlaceOrder>> Orders(
        string text,
        OrderFileFormat format = OrderFileFormat.Csv
    )
    {
        var items = await Items(text, format);
        Assert.That(items, Is.All.InstanceOf<OrderFileItem.Order>());
        return [.. items.Cast<OrderFileItem.Order>().Select(item => item.Command)];
    }

    private static async Task<List<OrderFileItem>> Items(
        string text,
        OrderFileFormat format = OrderFileFormat.Csv
    ) => await OrderFile.Read(new StringReader(text), format).ToListAsync();
}
