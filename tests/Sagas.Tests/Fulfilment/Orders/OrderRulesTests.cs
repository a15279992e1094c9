using Sagas.Fulfilment.Orders;

namespace Sagas.Tests.Fulfilment.Orders;

internal sealed class OrderRulesTests
{
    private static IEnumerable<TestCaseData<PlaceOrder, string>> BadOrders()
    {
        var good = OrderSamples.Small;
        yield return Case(good with { Lines = [] }, "no line");
        yield return Case(good with { Lines = null! }, "no line");
        yield return Case(good with { Lines = [null!] }, "Line 1 is empty");
        yield return Case(
            good with
            {
                Lines = [.. Enumerable.Repeat(new OrderLine("A", 1, 1), 10_000)],
            },
            "10000 lines. Give at most 1000"
        );
        yield return Case(OrderSamples.WithLine(quantity: 0), "the quantity 0. Give 1 to 1000000");
        yield return Case(OrderSamples.WithLine(quantity: -3), "the quantity -3");
        yield return Case(OrderSamples.WithLine(quantity: int.MaxValue), "the quantity 2147483647");
        yield return Case(OrderSamples.WithLine(unitPriceMinor: -1), "the price -1");
        yield return Case(
            OrderSamples.WithLine(unitPriceMinor: long.MaxValue),
            "the price 9223372036854775807"
        );
        yield return Case(
            OrderSamples.WithLine(quantity: 1_000_000, unitPriceMinor: 1_000_000_000),
            "amounts to 1000000000000000"
        );
        yield return Case(OrderSamples.WithLine(sku: " "), "article of line 1 is empty");
        yield return Case(OrderSamples.WithLine(sku: "A "), "blanks around it");
        yield return Case(OrderSamples.WithLine(sku: null), "article of line 1 is missing");
        yield return Case(OrderSamples.WithLine(sku: new string('x', 33)), "too long");
        yield return Case(OrderSamples.WithLine(sku: "A\0B"), "control characters");
        yield return Case(OrderSamples.WithLine(sku: "A\uD800"), "control characters or broken ones");
        yield return Case(good with { Currency = "XXX" }, "currency is \"XXX\". Give an ISO 4217 code");
        yield return Case(good with { Currency = "gbp" }, "currency is \"gbp\"");
        yield return Case(good with { Currency = null! }, "currency is missing");
        yield return Case(good with { Key = "" }, "key is empty");
        yield return Case(good with { Key = new string('k', 129) }, "key is too long");
        yield return Case(good with { Key = "a\u001b[2J" }, "\"a?[2J\"");
        yield return Case(good with { Customer = null! }, "customer is missing");
        yield return Case(good with { Country = new string('c', 129) }, "country is too long");

        static TestCaseData<PlaceOrder, string> Case(PlaceOrder order, string sentence) =>
            new(order, sentence) { TestName = $"An order is refused: {sentence.Replace('\"', '\'')}" };
    }

    [TestCaseSource(nameof(BadOrders))]
    public void A_bad_order_is_told_what_is_wrong(PlaceOrder order, string sentence) =>
        Assert.That(string.Join(" ", OrderRules.Check(order)), Does.Contain(sentence));

    [Test]
    public void A_good_order_has_no_faults() => Assert.That(OrderRules.Check(OrderSamples.Small), Is.Empty);

    [Test]
    public void Many_faults_are_counted_rather_than_told() =>
        Assert.That(
            OrderRules
                .Check(
                    OrderSamples.Small with
                    {
                        Lines = [.. Enumerable.Repeat(new OrderLine("A", 0, 1), 500)],
                    }
                )
                .ToList(),
            Has.Count.EqualTo(11).And.Some.EqualTo("490 more faults in lines.")
        );

    [TestCase("GBP", 2)]
    [TestCase("JPY", 0)]
    [TestCase("KWD", 3)]
    public void A_currency_has_its_decimals(string code, int decimals) =>
        Assert.That(Iso4217.DecimalsOf(code), Is.EqualTo(decimals));
}
