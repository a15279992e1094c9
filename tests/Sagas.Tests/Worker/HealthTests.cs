using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Schema;
using Sagas.Worker.Configuration;
using Sagas.Worker.Startup;

namespace Sagas.Tests.Worker;

internal sealed class HealthTests
{
    [TestCase("/healthz/live", "consumption")]
    [TestCase("/healthz/ready", "database", "masstransit-bus")]
    [TestCase("/healthz/startup", "database", "host", "masstransit-bus")]
    public async Task A_worker_that_has_everything_is_healthy(string path, params string[] checks)
    {
        await using var worker = await LiveWorker.Start();
        var (status, body) = await Ask(worker, path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK), body.ToString());
            Assert.That(body.GetProperty("status").GetString(), Is.EqualTo("Healthy"));
            Assert.That(
                body.GetProperty("checks").EnumerateObject().Select(check => check.Name),
                Is.EquivalentTo(checks)
            );
        }
    }

    [Test]
    public async Task Without_its_database_a_worker_lives_and_is_not_ready()
    {
        await using var worker = await LiveWorker.Start();
        var file = EmbeddedLock.FileOf(worker.App.Services.GetRequiredService<SagasOptions>().Database);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var (live, _) = await Ask(worker, "/healthz/live");
        var (ready, body) = await Ask(worker, "/healthz/ready");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(live, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(ready, Is.EqualTo(HttpStatusCode.ServiceUnavailable), body.ToString());
            Assert.That(
                body.GetProperty("checks").GetProperty("database").GetProperty("status").GetString(),
                Is.EqualTo("Unhealthy")
            );
        }
    }

    [Test]
    public async Task Metrics_are_there_for_Prometheus()
    {
        await using var worker = await LiveWorker.Start();
        using var placed = await worker.Place(LiveWorker.Order("metrics-1"));
        await worker.Ended("metrics-1");
        var text = await worker.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.That(text, Does.Contain("sagas_ended").And.Contain("outcome=\"Completed\""));
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> Ask(LiveWorker worker, string path)
    {
        using var answer = await worker.Client.GetAsync(new Uri(path, UriKind.Relative));
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
