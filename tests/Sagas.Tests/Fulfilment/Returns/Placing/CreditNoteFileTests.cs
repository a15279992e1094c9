using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Returns;
using Sagas.Fulfilment.Returns.Placing;
using Sagas.TestKit.Orders;

namespace Sagas.Tests.Fulfilment.Returns.Placing;

internal sealed class CreditNoteFileTests
{
    private const string Header = "InvoiceNo,StockCode,Quantity,UnitPrice,CustomerID,Country";

    [Test]
    public async Task A_line_comes_from_the_latest_invoice_above_it_that_has_enough()
    {
        var returns = await Returns(
            "1,A,5,2.55,17,UK",
            "2,A,2,2.55,17,UK",
            "3,A,2,2.55,18,UK",
            "C4,A,-3,2.55,17,UK",
            "5,A,9,2.55,17,UK"
        );

        Assert.That(returns.Select(Brief), Is.EqualTo(new[] { ("C4-1", "1", true) }).AsCollection);
        Assert.That(returns[0].Command.Lines, Is.EqualTo(new OrderLine[] { new("A", 3, 255) }).AsCollection);
    }

    [Test]
    public async Task What_came_back_before_is_not_there_any_more()
    {
        var returns = await Returns(
            "1,A,2,1,17,UK",
            "2,A,2,1,17,UK",
            "C3,A,-1,1,17,UK",
            "C4,A,-2,1,17,UK",
            "C5,A,-2,1,17,UK"
        );

        Assert.That(
            returns.Select(Brief),
            Is.EqualTo(new[] { ("C3-2", "2", true), ("C4-1", "1", true), ("C5", "C5", false) }).AsCollection
        );
    }

    [Test]
    public async Task A_credit_note_of_several_orders_is_a_return_for_each()
    {
        var returns = await Returns(
            "1,A,2,1,17,UK",
            "2,B,2,1,17,UK",
            "C3,A,-1,1,17,UK",
            "C3,B,-1,1,17,UK",
            "C3,X,-1,1,17,UK",
            "C3,A,-1,0.5,17,UK"
        );

        Assert.That(
            returns.Select(Brief),
            Is.EqualTo(new[] { ("C3-1", "1", true), ("C3-2", "2", true), ("C3", "C3", false) }).AsCollection
        );
        Assert.That(returns[0].Command.Lines, Has.Count.EqualTo(2), "the same article twice");
    }

    [TestCase("1,A,2,1,,UK", "C2,A,-1,1,,UK", TestName = "A_customer_without_a_number_is_nobody")]
    [TestCase("1,A,-2,1,17,UK", "C2,A,-1,1,17,UK", TestName = "An_adjustment_is_no_sale")]
    [TestCase("1,A,1,1,17,UK", "C2,A,-2,1,17,UK", TestName = "Fewer_than_come_back_are_not_enough")]
    [TestCase("1,A,1,1,17,UK", "C2,a,-1,1,17,UK", TestName = "Another_article_is_another")]
    public async Task Without_an_order_it_is_a_return_all_the_same(string sale, string note) =>
        Assert.That(
            (await Returns(sale, note)).Select(Brief),
            Is.EqualTo(new[] { ("C2", "C2", false) }).AsCollection
        );

    [Test]
    public async Task Lines_of_an_invoice_are_added_up() =>
        Assert.That(
            (await Returns("1,A,1,1,17,UK", "1,A,1,1,17,UK", "C2,A,-2,1,17,UK")).Select(Brief),
            Is.EqualTo(new[] { ("C2-1", "1", true) }).AsCollection
        );

    [TestCase("C2,A,1,1,17,UK", "the quantity \"1\" is not that of a credit note")]
    [TestCase("C2,A,0,1,17,UK", "the quantity \"0\" is not that of a credit note")]
    [TestCase("C2,A,-2147483648,1,17,UK", "the quantity \"-2147483648\" is not that of a credit note")]
    [TestCase("C2,A,-1,free,17,UK", "the price \"free\" is not a number")]
    [TestCase("C2,,-1,1,17,UK", "the article is empty")]
    [TestCase("C2,A,-1", "it has 3 fields")]
    public async Task A_line_that_cannot_be_read_is_told_and_the_others_count(string line, string reason)
    {
        var items = await Read("1,A,2,1,17,UK", line, "C3,A,-1,1,17,UK");
        var unreadable = items.OfType<CreditNoteItem.Unreadable>().Single();

        Assert.That(unreadable.LineNumber, Is.EqualTo(3));
        Assert.That(unreadable.Reason, Does.StartWith(reason));
        Assert.That(items.OfType<CreditNoteItem.Return>().Single().CreditNote, Is.EqualTo("C3"));
    }

    [Test]
    public async Task A_return_that_breaks_a_rule_is_told()
    {
        var items = await Read([.. Enumerable.Repeat("C2,A,-1,1,17,UK", OrderRules.MostLines + 1)]);

        Assert.That(
            items.OfType<CreditNoteItem.Unreadable>().Single().Reason,
            Is.EqualTo("credit note C2: The return has 1001 lines. Give at most 1000, or split it.")
        );
    }

    [Test]
    public void A_file_without_our_columns_is_refused() =>
        Assert.That(
            async () => await CreditNoteFile.Read(new StringReader("a,b\n")).ToListAsync(),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("has no column")
        );

    /// <summary>The real credit notes, read by the product's reader and by the test kit's own.</summary>
    [Test]
    public async Task The_credit_notes_of_the_retail_file_are_48_returns_of_which_9_have_an_order()
    {
        var file = RetailFile.Find();
        using var text = new StreamReader(file);
        var items = await CreditNoteFile.Read(text).ToListAsync();

        var returns = items.OfType<CreditNoteItem.Return>().ToList();
        Assert.That(items, Has.Count.EqualTo(returns.Count), "all can be read");
        Assert.That(returns.Select(item => item.CreditNote).Distinct().Count(), Is.EqualTo(46));
        Assert.That(returns, Has.Count.EqualTo(48));
        Assert.That(returns.Count(item => item.IsMatched), Is.EqualTo(9));
        Assert.That(returns.Sum(item => item.Command.Lines.Count), Is.EqualTo(122));
        var expected = RetailFile
            .Returns(file)
            .Select(item => (item.Key, item.OrderKey ?? item.Key, item.AmountMinor));
        Assert.That(
            returns.Select(item =>
                (
                    item.Command.Key,
                    item.Command.OrderKey,
                    ReturnState.From(item.Command, Guid.Empty).AmountMinor
                )
            ),
            Is.EquivalentTo(expected)
        );
    }

    private static (string Key, string Order, bool IsMatched) Brief(CreditNoteItem.Return item) =>
        (item.Command.Key, item.Command.OrderKey, item.IsMatched);

    private static async Task<List<CreditNoteItem.Return>> Returns(params string[] lines)
    {
        var items = await Read(lines);
        Assert.That(items.OfType<CreditNoteItem.Unreadable>(), Is.Empty);
        return [.. items.OfType<CreditNoteItem.Return>()];
    }

    private static async Task<List<CreditNoteItem>> Read(params string[] lines) =>
        await CreditNoteFile.Read(new StringReader(string.Join('\n', lines.Prepend(Header)))).ToListAsync();
}
