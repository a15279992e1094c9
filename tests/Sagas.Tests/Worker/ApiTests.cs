using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sagas.Orchestration.Admission;
using Sagas.Worker.Api;

namespace Sagas.Tests.Worker;

/// <summary>The HTTP API of a whole worker, over a real port.</summary>
internal sealed class ApiTests
{
    private LiveWorker _worker = null!;

    [OneTimeSetUp]
    public async Task Start() => _worker = await LiveWorker.Start();

    [OneTimeTearDown]
    public async Task Stop() => await _worker.DisposeAsync();

    [Test]
    public async Task An_order_is_accepted_and_completes()
    {
        using var answer = await _worker.Place(LiveWorker.Order("api-1"));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var saga = await _worker.Ended("api-1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(answer.Headers.Location!.ToString(), Is.EqualTo($"/sagas/{saga.Id}"));
            Assert.That(body.GetProperty("id").GetGuid(), Is.EqualTo(saga.Id));
            Assert.That(
                saga,
                Has.Property("Type").EqualTo("order").And.Property("State").EqualTo("Completed")
            );
        }
    }

    [Test]
    public async Task The_same_order_again_is_known_and_another_one_under_its_key_is_refused()
    {
        using var first = await _worker.Place(LiveWorker.Order("api-2"));
        await _worker.Ended("api-2");
        using var same = await _worker.Place(LiveWorker.Order("api-2"));
        using var other = await _worker.Place(LiveWorker.Order("api-2", quantity: 2));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(await Problems(other), Has.One.Contains("another payload"));
        }
    }

    [Test]
    public async Task The_key_may_stand_in_the_header()
    {
        using var answer = await Post(
            """{"customer":"","country":"","currency":"GBP","lines":[{"sku":"A","quantity":1,"unitPriceMinor":1}]}""",
            key: "api-3"
        );
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await _worker.Ended("api-3")).Key, Is.EqualTo("api-3"));
    }

    [Test]
    public async Task Two_keys_that_differ_are_refused()
    {
        using var answer = await Post(JsonSerializer.Serialize(LiveWorker.Order("one")), key: "other");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Problems(answer), Has.One.Contains("Idempotency-Key"));
    }

    [TestCase("", "not the order as JSON")]
    [TestCase("{", "not the order as JSON")]
    [TestCase("[]", "not the order as JSON")]
    [TestCase("null", "The body is null")]
    [TestCase("""{"key":"a","lines":[{"sku":"A","quantity":"many"}]}""", "$.lines[0].quantity")]
    public async Task A_body_that_is_no_order_is_refused(string body, string problem)
    {
        using var answer = await Post(body);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(await Problems(answer), Has.One.Contains(problem));
    }

    [Test]
    public async Task All_faults_of_an_order_are_told_at_once()
    {
        using var answer = await Post("""{"key":"","currency":"??","lines":[null]}""");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Problems(answer)).Count, Is.GreaterThanOrEqualTo(5));
    }

    [Test]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var answer = await Post(
            $"{{\"key\":\"{new string('a', (int)new AdmissionOptions().BodyBytes)}\"}}"
        );
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task A_body_that_is_not_called_JSON_is_refused()
    {
        using var content = new StringContent("{}", Encoding.UTF8, "text/plain");
        using var answer = await _worker.Client.PostAsync(new Uri("/orders", UriKind.Relative), content);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
    }

    [Test]
    public async Task Sagas_are_listed_with_filters()
    {
        using var placed = await _worker.Place(LiveWorker.Order("api-4"));
        await _worker.Ended("api-4");
        var completed = await List("/sagas?type=order&state=Completed&limit=1000");
        var one = await List("/sagas?limit=1");
        var none = await List("/sagas?type=voyage");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(completed.Select(saga => saga.Key), Has.Member("api-4"));
            Assert.That(one, Has.Count.EqualTo(1));
            Assert.That(none, Is.Empty);
        }
    }

    [TestCase("0")]
    [TestCase("10001")]
    [TestCase("many")]
    public async Task A_limit_out_of_range_is_refused(string limit)
    {
        using var answer = await Get($"/sagas?limit={limit}");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await Problems(answer), Has.One.Contains("Give 1 to 10000"));
    }

    [Test]
    public async Task A_history_tells_every_step_in_order()
    {
        using var placed = await _worker.Place(LiveWorker.Order("api-5"));
        var saga = await _worker.Ended("api-5");
        using var answer = await Get($"/sagas/{saga.Id}/history");
        var entries = await answer.Content.ReadFromJsonAsync<List<JsonElement>>();
        Assert.That(
            entries!.Select(entry => entry.GetProperty("sequence").GetInt64()),
            Is.EqualTo(Enumerable.Range(1, entries!.Count).Select(number => (long)number))
        );
        Assert.That(entries![^1].GetProperty("state").GetString(), Is.EqualTo("Completed"));
    }

    [TestCase("/sagas/nobody")]
    [TestCase("/sagas/00000000-0000-0000-0000-000000000001")]
    [TestCase("/sagas/nobody/history")]
    public async Task A_saga_that_is_not_there_is_not_found(string path)
    {
        using var answer = await Get(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Problems(answer), Has.One.Contains("There is no saga"));
    }

    [TestCase("{}", HttpStatusCode.BadRequest, "Give \"by\" and \"reason\"")]
    [TestCase("{", HttpStatusCode.BadRequest, "not the request as JSON")]
    [TestCase("""{"by":"ann","reason":"late"}""", HttpStatusCode.Conflict, "The saga is completed.")]
    public async Task A_cancel_that_is_bad_or_too_late_is_refused_with_the_reason(
        string body,
        HttpStatusCode status,
        string told
    )
    {
        using var placed = await _worker.Place(LiveWorker.Order("api-6"));
        await _worker.Ended("api-6");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _worker.Client.PostAsync(
            new Uri("/sagas/api-6/cancel", UriKind.Relative),
            content
        );
        Assert.That(answer.StatusCode, Is.EqualTo(status));
        Assert.That(await Problems(answer), Has.One.Contains(told));
    }

    private async Task<List<SagaView>> List(string path)
    {
        using var answer = await Get(path);
        return (await answer.Content.ReadFromJsonAsync<List<SagaView>>())!;
    }

    private Task<HttpResponseMessage> Get(string path) =>
        _worker.Client.GetAsync(new Uri(path, UriKind.Relative));

    private async Task<HttpResponseMessage> Post(string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _worker.Client.SendAsync(request);
    }

    private static async Task<List<string>> Problems(HttpResponseMessage answer) =>
        [
            .. (await answer.Content.ReadFromJsonAsync<JsonElement>())
                .GetProperty("problems")
                .EnumerateArray()
                .Select(problem => problem.GetString()!),
        ];
}
