using System.Text.Json;
using Sagas.Orchestration.DeadLetters;
using Sagas.TestKit.Services;
using Sagas.Tests.Worker;
using Sagas.Worker.Startup;

namespace Sagas.Tests.Commands;

/// <summary>What an operator is shown of dead letters on a real broker.</summary>
internal sealed class DeadLetterCommandTests
{
    private const string Envelope = "application/vnd.masstransit+json";

    private readonly Terminal _terminal = new();
    private TestPostgres _database = null!;
    private TestBroker _broker = null!;
    private string _reindexed = "";

    [OneTimeSetUp]
    public async Task Bury()
    {
        _database = await TestPostgres.Create();
        _broker = await TestBroker.Create();
        await using (var app = DistributedHost.Build(_broker, new() { ["Sagas:Roles:0"] = "payments" }))
        {
            await ErrorPath.Check(app.Services, CancellationToken.None);
        }

        Assert.That(await RunAsIs("migrate"), Is.Zero, _terminal.Errors);
        await _broker.PublishBytes(
            "payments_error",
            """{"messageId":"6f9619ff-8b86-d011-b42d-00c04fc964ff","messageType":["urn:message:Shop:Charge"],"message":{"cardNumber":"4111","sku":"85123A"} }"""u8.ToArray(),
            Envelope,
            null
        );
        await _broker.PublishBytes("payments_dead", [0xC3, 0x28], null, null);
        Assert.That(await Run("reindex"), Is.Zero, _terminal.Errors);
        _reindexed = _terminal.Output;
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        _terminal.Dispose();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Reindex_finds_what_rests_in_the_queues()
    {
        Assert.That(_reindexed, Does.Match(@"payments\s+Error\s+1\s+1\s+0"));
        Assert.That(_reindexed, Does.Match(@"payments\s+Dead\s+1\s+1\s+0"));
        Assert.That(await _broker.Depth("payments_error"), Is.EqualTo(1));
    }

    [Test]
    public async Task Groups_are_listed_and_annotated()
    {
        await Run("groups", "--place", "Error", "--json");
        var group = JsonDocument
            .Parse(_terminal.Raw)
            .RootElement.GetProperty("groups")[0]
            .GetProperty("id")
            .GetString()!;

        Assert.That(await Run("note", group, "--owner", "ann", "--ticket", "T-1"), Is.Zero);
        await Run("groups");

        Assert.That(_terminal.Output, Does.Contain(group).And.Contain("Charge").And.Contain("ann, T-1"));
        Assert.That(_terminal.Output, Does.Contain("2 dead letters in 2 groups."));
        await Run("list", "--group", group);
        Assert.That(_terminal.Output, Does.Contain("1 letters."));
    }

    [Test]
    public async Task A_letter_is_shown_without_what_is_sensitive()
    {
        const string Message = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

        Assert.That(await Run("show", Message), Is.Zero, _terminal.Errors);
        Assert.That(
            _terminal.Raw,
            Does.Contain("85123A").And.Contain(Redaction.Redacted).And.Not.Contains("4111")
        );

        await Run("show", Message, "--unredacted");
        Assert.That(_terminal.Raw, Does.Contain("4111"));

        await Run("export");
        var lines = _terminal.Raw.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(2));
        Assert.That(
            lines.Select(line => JsonDocument.Parse(line).RootElement.ValueKind),
            Has.All.EqualTo(JsonValueKind.Object)
        );
        Assert.That(_terminal.Raw, Does.Not.Contain("4111"));
    }

    [Test]
    public async Task Bytes_that_are_no_text_are_told_not_shown()
    {
        await Run("list", "--place", "Dead", "--json");
        var id = JsonDocument
            .Parse(_terminal.Raw)
            .RootElement.GetProperty("letters")[0]
            .GetProperty("id")
            .GetString()!;

        Assert.That(await Run("show", id), Is.Zero, _terminal.Errors);

        Assert.That(_terminal.Output, Does.Contain("The body is not JSON in UTF-8: 2 bytes."));
    }

    [TestCase("No dead letter has the id", "show", "00000000-0000-0000-0000-000000000001")]
    [TestCase("No group has the id \"x\"", "note", "x", "--text", "y")]
    [TestCase("Give --text, --owner or --ticket", "note", "x")]
    [TestCase("No queue is named \"nobody\". Known:", "reindex", "--queue", "nobody")]
    [TestCase("--limit is 0. Give 1 to", "list", "--limit", "0")]
    [TestCase("No saga has the id or business key \"none\"", "groups", "--saga", "none")]
    public async Task What_makes_no_sense_is_refused_with_its_reason(string reason, params string[] arguments)
    {
        Assert.That(await Run(arguments), Is.Not.Zero);
        Assert.That(_terminal.Errors, Does.Contain(reason));
    }

    private Task<int> Run(params string[] arguments) => RunAsIs(["dead-letters", .. arguments]);

    private Task<int> RunAsIs(params string[] arguments) =>
        _terminal.RunAsIs([
            .. arguments,
            "--Sagas:Profile=Distributed",
            "--Sagas:Simulator:Enabled=true",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={_database.ConnectionString}",
            $"--Sagas:Broker:Host={_broker.Host}",
            $"--Sagas:Broker:Port={_broker.Port}",
            $"--Sagas:Broker:VirtualHost={_broker.VirtualHost}",
        ]);
}
