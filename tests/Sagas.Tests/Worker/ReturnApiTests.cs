using System.Net;
using System.Net.Http.Json;

namespace Sagas.Tests.Worker;

/// <summary>Returns by HTTP, from an order to the money.</summary>
internal sealed class ReturnApiTests
{
    private LiveWorker _worker = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        _worker = await LiveWorker.Start();
        using var answer = await _worker.Place(LiveWorker.Order("sold", quantity: 3));
        await _worker.Ended("sold");
    }

    [OneTimeTearDown]
    public async Task Stop() => await _worker.DisposeAsync();

    [Test]
    public async Task A_part_of_an_order_comes_back_when_its_goods_are_here()
    {
        using var placed = await Place("back-1", "sold");
        using var again = await Place("back-1", "sold");
        using var other = await Place("back-1", "sold", quantity: 2);
        await _worker.Started("back-1");
        using var received = await Receive("back-1");
        var saga = await _worker.Ended("back-1");
        using var late = await Receive(saga.Id.ToString());

        Assert.That(placed.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(placed.Headers.Location!.ToString(), Is.EqualTo($"/sagas/{saga.Id}"));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(received.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(saga, Has.Property("Type").EqualTo("return").And.Property("State").EqualTo("Completed"));
        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_return_of_an_order_that_was_never_completed_is_refused()
    {
        using var placed = await Place("back-2", "never-sold");
        var saga = await _worker.Ended("back-2");
        using var received = await Receive("back-2");

        Assert.That(placed.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That(saga.State, Is.EqualTo("Compensated"));
        Assert.That(received.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await received.Content.ReadAsStringAsync(), Does.Contain("the order is not known"));
    }

    [Test]
    public async Task Goods_of_a_return_that_is_not_there_are_refused()
    {
        using var nobody = await Receive("nobody");
        using var order = await Receive("sold");

        Assert.That(nobody.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(order.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), "an order is no return");
    }

    [Test]
    public async Task All_faults_of_a_return_are_told_at_once()
    {
        using var answer = await _worker.Client.PostAsJsonAsync("/returns", new { currency = "??" });

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(
            await answer.Content.ReadAsStringAsync(),
            Does.Contain("identify the return").And.Contains("order's key").And.Contains("no line")
        );
    }

    private Task<HttpResponseMessage> Place(string key, string orderKey, int quantity = 1) =>
        _worker.Client.PostAsJsonAsync(
            "/returns",
            new
            {
                key,
                orderKey,
                currency = "GBP",
                lines = new[]
                {
                    new
                    {
                        sku = "85123A",
                        quantity,
                        unitPriceMinor = 255,
                    },
                },
            }
        );

    private Task<HttpResponseMessage> Receive(string idOrKey) =>
        _worker.Client.PostAsync(new Uri($"/returns/{idOrKey}/received", UriKind.Relative), null);
}
