using Sagas.TestKit;

namespace Sagas.SystemTests;

/// <summary>Each bad input is refused, or lies in a dead-letter queue with its reason; nothing else is disturbed.</summary>
public sealed class When_input_is_bad
{
    private const string Envelope = "application/vnd.masstransit+json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private DistributedRun _run = null!;

    [OneTimeSetUp]
    public async Task Start() => _run = await DistributedRun.Start();

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (_run is not null)
        {
            await _run.DisposeAsync();
        }
    }

    [TestCase("{\"key\":", 400, "JSON")]
    [TestCase("[]", 400, "JSON")]
    [TestCase("{\"key\":\"B-0\",\"lines\":null}", 400, "no line")]
    public async Task Should_refuse_a_body_that_is_no_order(string body, int status, string reason) =>
        await AssertRefused(body, status, reason);

    [Test]
    public async Task Should_refuse_a_negative_quantity() =>
        await AssertRefused(SampleOrder.Json("B-1", quantity: -2), 400, "quantity -2");

    [Test]
    public async Task Should_refuse_an_empty_order() =>
        await AssertRefused(SampleOrder.Json("B-2", lines: 0), 400, "no line");

    [Test]
    public async Task Should_refuse_a_currency_that_does_not_exist() =>
        await AssertRefused(SampleOrder.Json("B-3", currency: "XQX"), 400, "XQX");

    [Test]
    public async Task Should_refuse_an_order_of_ten_thousand_lines() =>
        await AssertRefused(SampleOrder.Json("B-4", lines: 10_000), 413, "262144");

    [Test]
    public async Task Should_refuse_a_key_with_another_payload()
    {
        using var first = await _run.Workers[0].Post("orders", SampleOrder.Json("B-5"));
        Assert.That((int)first.StatusCode, Is.EqualTo(202));
        await Eventually.Get(
            "the saga",
            Patience,
            () => _run.Database.Count("select count(*) from saga where business_key = 'B-5'"),
            count => count == 1
        );
        await AssertRefused(SampleOrder.Json("B-5", quantity: 3), 409, "another payload");
        using var same = await _run.Workers[1].Post("orders", SampleOrder.Json("B-5"));
        Assert.That((int)same.StatusCode, Is.EqualTo(200));
    }

    private static IEnumerable<TestCaseData> OnTheBroker()
    {
        static TestCaseData Case(string name, string body, string queue, string reason) =>
            new TestCaseData(body, queue, reason).SetArgDisplayNames(name);

        yield return Case("malformed JSON", "{\"messageId\":", "order-saga_error", "JSON");
        yield return Case(
            "unknown message type",
            SampleOrder.Envelope("{}", "urn:message:Nobody:Knows"),
            "order-saga_skipped",
            "dead-letter"
        );
        yield return Case(
            "negative quantity",
            SampleOrder.Envelope(SampleOrder.Json("D-1", quantity: -2)),
            "order-saga_error",
            "quantity -2"
        );
        yield return Case(
            "empty order",
            SampleOrder.Envelope(SampleOrder.Json("D-2", lines: 0)),
            "order-saga_error",
            "no line"
        );
        yield return Case(
            "ten thousand lines",
            SampleOrder.Envelope(SampleOrder.Json("D-3", lines: 10_000)),
            "order-saga_error",
            "10000 lines"
        );
        yield return Case(
            "unknown currency",
            SampleOrder.Envelope(SampleOrder.Json("D-4", currency: "XQX")),
            "order-saga_error",
            "XQX"
        );
    }

    [TestCaseSource(nameof(OnTheBroker))]
    public async Task Should_dead_letter_it_with_its_reason(string body, string queue, string reason)
    {
        var other = queue == "order-saga_error" ? "order-saga_skipped" : "order-saga_error";
        var (before, beforeOfOther) = (await _run.Broker.Depth(queue), await _run.Broker.Depth(other));

        await _run.Broker.Publish("order-saga", body, Envelope);

        await Eventually.Get(
            "a dead letter",
            Patience,
            () => _run.Broker.Depth(queue),
            depth => depth == before + 1
        );
        var headers = await _run.Broker.Headers(queue);
        Assert.That(
            headers.Select(message =>
                string.Join('\n', message.Select(header => $"{header.Key}: {header.Value}"))
            ),
            Has.Some.Contains(reason).IgnoreCase
        );
        await AssertNothingIsDisturbed();
        Assert.That(await _run.Broker.Depth(other), Is.EqualTo(beforeOfOther), "it is dead once");
    }

    [Test]
    public async Task Should_dead_letter_a_key_with_another_payload()
    {
        await _run.Broker.Publish("order-saga", SampleOrder.Envelope(SampleOrder.Json("D-5")), Envelope);
        await Eventually.Get(
            "the saga",
            Patience,
            () => _run.Database.Count("select count(*) from saga where business_key = 'D-5'"),
            count => count == 1
        );
        var before = await _run.Broker.Depth("order-saga_error");

        await _run.Broker.Publish(
            "order-saga",
            SampleOrder.Envelope(SampleOrder.Json("D-5", quantity: 9)),
            Envelope
        );

        await Eventually.Get(
            "a dead letter",
            Patience,
            () => _run.Broker.Depth("order-saga_error"),
            depth => depth == before + 1
        );
        await AssertNothingIsDisturbed();
    }

    private async Task AssertRefused(string body, int status, string reason)
    {
        var sagas = await _run.Database.Count("select count(*) from saga");
        using var answer = await _run.Workers[0].Post("orders", body);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain(reason).IgnoreCase);
        Assert.That(await _run.Database.Count("select count(*) from saga"), Is.EqualTo(sagas));
    }

    /// <summary>An order that comes afterwards ends, and no row is left behind.</summary>
    private async Task AssertNothingIsDisturbed()
    {
        var key = $"G-{MassTransit.NewId.Next():N}";
        using var answer = await _run.Workers[0].Post("orders", SampleOrder.Json(key));
        Assert.That((int)answer.StatusCode, Is.EqualTo(202));
        await Eventually.Get(
            "a good order's end",
            Patience,
            () =>
                _run.Database.Count(
                    $"select count(*) from saga where business_key = '{key}' and ended_at is not null"
                ),
            count => count == 1
        );
        await Eventually.Get(
            "an empty outbox",
            Patience,
            () => _run.Database.Count("select count(*) from outbox"),
            rows => rows == 0
        );
    }
}
