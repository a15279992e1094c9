using System.Text.Json;
using Sagas.TestKit.Services;
using Sagas.Tests.Worker;
using Sagas.Worker.Startup;

namespace Sagas.Tests.Commands;

/// <summary>What an operator is shown of plans and edits, on a real broker on which no worker runs.</summary>
internal sealed class ReplayCommandTests
{
    private const string Envelope = "application/vnd.masstransit+json";
    private const string Message = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    private readonly Terminal _terminal = new();
    private TestPostgres _database = null!;
    private TestBroker _broker = null!;

    [OneTimeSetUp]
    public async Task Bury()
    {
        _database = await TestPostgres.Create();
        _broker = await TestBroker.Create();
        await using (var app = DistributedHost.Build(_broker, new() { ["Sagas:Roles:0"] = "order" }))
        {
            await ErrorPath.Check(app.Services, CancellationToken.None);
        }

        Assert.That(await Run("migrate"), Is.Zero, _terminal.Errors);
        await _broker.PublishBytes(
            "order-saga_error",
            """{"messageId":"6f9619ff-8b86-d011-b42d-00c04fc964ff","messageType":["urn:message:Sagas.Fulfilment.Orders:PlaceOrder"],"message":{"key":"A-1","customer":"1","country":"France","currency":"EUR","lines":[{"sku":"85123A","quantity":6,"unitPriceMinor":255}]} }"""u8.ToArray(),
            Envelope,
            null
        );
        await _broker.PublishBytes("order-saga_dead", [0xC3, 0x28], null, null);
        Assert.That(await Run("dead-letters", "reindex"), Is.Zero, _terminal.Errors);
    }

    [OneTimeTearDown]
    public async Task Drop()
    {
        _terminal.Dispose();
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_plan_tells_the_verdicts_and_what_would_happen()
    {
        Assert.That(await Run("replay", "plan", "--by", "ann"), Is.Zero, _terminal.Errors);

        Assert.That(
            _terminal.Output,
            Does.Match(@"Accepted\s+1\s+yes\s+Initial -> stock; publishes OrderPlaced; sends ReserveStock")
        );
        Assert.That(
            _terminal.Output,
            Does.Match(@"SchemaInvalid\s+1\s+no\s+The body is not JSON in UTF-8\.")
        );
        Assert.That(_terminal.Output, Does.Contain("Nothing was sent."));
        Assert.That(await _broker.Depth("order-saga_error"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_plan_is_listed_shown_and_aborted()
    {
        var plan = await Plan("--letter", Message);

        await Run("replay", "list");
        Assert.That(
            _terminal.Output,
            Does.Contain(plan).And.Contain("Replay: letter").And.Contain("Planned")
        );
        await Run("replay", "status", plan, "--items");
        Assert.That(_terminal.Output, Does.Match(@"1\s+1\s+\S+\s+Accepted\s+Initial"));
        Assert.That(await Run("replay", "abort", plan, "--reason", "not needed"), Is.Zero, _terminal.Errors);
        await Run("replay", "status", plan, "--items", "--json");
        var item = JsonDocument.Parse(_terminal.Raw).RootElement.GetProperty("items")[0];
        Assert.That(item.GetProperty("outcome").GetString(), Does.Contain("the plan was aborted"));
        Assert.That(await Run("replay", "apply", plan, "--reason", "now"), Is.EqualTo(1));
        Assert.That(_terminal.Errors, Does.Contain("is Aborted. Apply is for a plan that is Planned."));
    }

    [Test]
    public async Task What_is_destructive_takes_two_people_where_it_is_configured()
    {
        var plan = await Plan("--letter", Message, "--action", "Discard");
        string[] apply = ["replay", "apply", plan, "--reason", "x", "--by", "ann", "--no-wait"];
        const string Limit = "--Sagas:DeadLetters:SecondPersonAbove=100";

        Assert.That(await Run([.. apply, Limit]), Is.EqualTo(1));
        Assert.That(_terminal.Errors, Does.Contain("takes a second person"));
        Assert.That(await Run([.. apply, "--second", "ann", Limit]), Is.EqualTo(1));
        Assert.That(await Run([.. apply, "--second", "bob", Limit]), Is.Zero, _terminal.Errors);
        Assert.That(
            await _database.Query(
                "select action, \"by\", second_by from operator_action where action = 'Apply replay'",
                row => $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)}"
            ),
            Is.EqualTo(new[] { "Apply replay ann bob" })
        );
        await Run("replay", "abort", plan, "--reason", "a test");
    }

    [Test]
    public async Task A_letter_is_edited_shown_and_undone()
    {
        var file = _terminal.Write(
            "message.json",
            """{"key":"A-1","customer":"1","country":"France","currency":"GBP","lines":[{"sku":"85123A","quantity":6,"unitPriceMinor":255}]}"""
        );
        string[] reason = ["--reason", "wrong currency"];

        Assert.That(
            await Run([
                "dead-letters",
                "edit",
                Message,
                "--message",
                file,
                "--set-header",
                "tenant=blue",
                .. reason,
            ]),
            Is.Zero,
            _terminal.Errors
        );
        await Run("dead-letters", "show", Message);
        Assert.That(_terminal.Output, Does.Contain("Sent in its place:").And.Contain("tenant"));
        Assert.That(_terminal.Raw, Does.Contain("\"EUR\"").And.Contain("\"GBP\""));
        Assert.That(await Run(["dead-letters", "edit", Message, "--undo", .. reason]), Is.Zero);
        await Run("dead-letters", "show", Message);
        Assert.That(_terminal.Raw, Does.Not.Contain("\"GBP\""));
    }

    [Test]
    public async Task A_patch_is_reviewed_before_it_is_done()
    {
        var file = _terminal.Write("patch.json", """[{"op":"replace","path":"/customer","value":"2"}]""");

        Assert.That(
            await Run("dead-letters", "patch", file, "--queue", "order-saga", "--place", "Error"),
            Is.Zero
        );
        Assert.That(_terminal.Output, Does.Contain("/customer: \"1\" -> \"2\""));
        var code = _terminal.Output.Split("--reviewed ")[1][..8];
        string[] patch =
        [
            "dead-letters",
            "patch",
            file,
            "--queue",
            "order-saga",
            "--place",
            "Error",
            "--reviewed",
        ];
        Assert.That(await Run([.. patch, code]), Is.EqualTo(1));
        Assert.That(_terminal.Errors, Does.Contain("Give a reason"));
        Assert.That(await Run([.. patch, "00000000", "--reason", "x"]), Is.EqualTo(1));
        Assert.That(await Run([.. patch, code, "--reason", "x"]), Is.Zero, _terminal.Errors);
        Assert.That(_terminal.Output, Does.Contain("1 letters are edited."));
        await Run("dead-letters", "edit", Message, "--undo", "--reason", "a test");
    }

    [TestCase("No dead letter is so.", "replay", "plan", "--text", "nonsense")]
    [TestCase("--waves is \"5,1\".", "replay", "plan", "--waves", "5,1")]
    [TestCase("--waves is \"x\".", "replay", "plan", "--waves", "x")]
    [TestCase("--rate is 0.", "replay", "plan", "--rate", "0")]
    [TestCase("Name the queue to redirect to", "replay", "plan", "--action", "Redirect")]
    [TestCase("There is no plan", "replay", "status", "00000000-0000-0000-0000-000000000001")]
    [TestCase("There is no plan", "replay", "pause", "00000000-0000-0000-0000-000000000001", "--reason", "x")]
    [TestCase("There is no file", "dead-letters", "patch", "none.json")]
    [TestCase("Nothing is to be changed.", "dead-letters", "edit", Message, "--reason", "x")]
    [TestCase("Give NAME=VALUE.", "dead-letters", "edit", Message, "--set-header", "x", "--reason", "x")]
    [TestCase(
        "is not edited.",
        "dead-letters",
        "edit",
        Message,
        "--set-header",
        "MT-Reason=x",
        "--reason",
        "x"
    )]
    public async Task What_makes_no_sense_is_refused_with_its_reason(string reason, params string[] arguments)
    {
        Assert.That(await Run(arguments), Is.Not.Zero);
        Assert.That(_terminal.Errors, Does.Contain(reason));
    }

    private async Task<string> Plan(params string[] choice)
    {
        Assert.That(await Run(["replay", "plan", .. choice, "--json"]), Is.Zero, _terminal.Errors);
        return JsonDocument
            .Parse(_terminal.Raw)
            .RootElement.GetProperty("plan")
            .GetProperty("id")
            .GetString()!;
    }

    private Task<int> Run(params string[] arguments) =>
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
