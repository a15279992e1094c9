using Sagas.Worker.Hosting;

namespace Sagas.Tests.Worker;

/// <summary>Every setting is checked before anything is built: all faults at once, one line each.</summary>
internal sealed class ConfigurationTests
{
    [TestCase("Sagas:Profile", "Cluster", "Sagas:Profile is \"Cluster\". Give Embedded or Distributed.")]
    [TestCase("Sagas:Profile", "7", "Sagas:Profile is 7. Give Embedded or Distributed.")]
    [TestCase("Sagas:Outbox:BatchSize", "0", "Sagas:Outbox:BatchSize is 0. Give 1 to 1,000.")]
    [TestCase("Sagas:Outbox:BatchSize", "ten", "Sagas:Outbox:BatchSize is \"ten\". Give 1 to 1,000.")]
    [TestCase("Sagas:Outbox:LeaseSeconds", "601", "Sagas:Outbox:LeaseSeconds is 601. Give 1 to 600.")]
    [TestCase("Sagas:Outbox:SweepSeconds", "0", "Sagas:Outbox:SweepSeconds is 0. Give 1 to 60.")]
    [TestCase("Sagas:Inbox:RetentionHours", "0", "Sagas:Inbox:RetentionHours is 0. Give 1 to 2,160.")]
    [TestCase("Sagas:Broker:Port", "0", "Sagas:Broker:Port is 0. Give 1 to 65,535.")]
    [TestCase("Sagas:Broker:Host", "", "Sagas:Broker:Host is empty. Give a text.")]
    [TestCase("Sagas:Broker:WaitSeconds", "-1", "Sagas:Broker:WaitSeconds is -1. Give 0 to 3,600.")]
    [TestCase(
        "Sagas:Inventory:OpeningStock",
        "-1",
        "Sagas:Inventory:OpeningStock is -1. Give 0 to 1,000,000,000."
    )]
    [TestCase(
        "Sagas:Simulator:Enabled",
        "maybe",
        "Sagas:Simulator:Enabled is \"maybe\". Give true or false."
    )]
    [TestCase("Sagas:Simulator:Seed", "x", "Sagas:Simulator:Seed is \"x\". Give a whole number.")]
    [TestCase(
        "Sagas:Payments:Gateway",
        "ftp://there",
        "Sagas:Payments:Gateway is \"ftp://there\". Give an http or https address."
    )]
    [TestCase("Sagas:Shipping:Retries", "11", "Sagas:Shipping:Retries is 11. Give 1 to 10.")]
    [TestCase(
        "Sagas:Database:Provider",
        "Oracle",
        "Sagas:Database:Provider is \"Oracle\". Give Sqlite or Postgres or SqlServer."
    )]
    [TestCase(
        "Sagas:Roles",
        "order,kitchen",
        "Sagas:Roles has \"kitchen\". Give some of order, return, inventory, payments, shipping; none means all."
    )]
    [TestCase(
        "Sagas:Roles:0",
        "kitchen",
        "Sagas:Roles has \"kitchen\". Give some of order, return, inventory, payments, shipping; none means all."
    )]
    [TestCase(
        "Sagas:Http:Address",
        "8080",
        "Sagas:Http:Address is \"8080\". Give one http address with its port, such as http://127.0.0.1:8080."
    )]
    [TestCase(
        "Sagas:Http:Address",
        "https://127.0.0.1:1",
        "Sagas:Http:Address is \"https://127.0.0.1:1\". Give one http address with its port, such as http://127.0.0.1:8080."
    )]
    public void A_wrong_value_is_told_with_what_is_right(string key, string value, string line) =>
        Assert.That(Refusal((key, value)).Lines(), Is.EqualTo(new[] { line }));

    [TestCase("Sagas:Outbox:BatchSzie", "Sagas:Outbox:BatchSize")]
    [TestCase("Sagas:Outbx:BatchSize", "Sagas:Outbox:BatchSize")]
    [TestCase("Sagas:profil", "Sagas:Profile")]
    [TestCase("Sagas:Broker:Hosts:0", "Sagas:Broker:Host")]
    [TestCase("Sagas:Database:ConectionString", "Sagas:Database:ConnectionString")]
    public void An_unknown_key_is_told_with_the_nearest(string key, string nearest) =>
        Assert.That(
            Refusal((key, "1")).Lines(),
            Is.EqualTo(new[] { $"{key} is not a setting. Did you mean {nearest}?" })
        );

    [TestCase("Sagas:DeadLetters:Redact:0", "iban")]
    [TestCase("Sagas:Roles:1", "order")]
    [TestCase("Sagas:Limits:BodyBytes", "1024")]
    public async Task A_setting_that_exists_is_taken(string key, string value)
    {
        await using var app = SagasHost.Build(
            new HostSettings([]) { Overrides = new Dictionary<string, string?> { [key] = value } }
        );
        Assert.That(app, Is.Not.Null);
    }

    [Test]
    public void All_faults_are_told_at_once()
    {
        var refusal = Refusal(
            ("Sagas:Outbox:BatchSize", "0"),
            ("Sagas:Inbox:RetentionHours", "x"),
            ("Sagas:Typo", "1")
        );
        Assert.That(refusal.Lines(), Has.Length.EqualTo(3));
        Assert.That(refusal.ExitCode, Is.EqualTo(ExitCode.BadUsage));
    }

    [Test]
    public void A_setting_of_the_command_line_is_checked_like_any_other() =>
        Assert.That(
            () => SagasHost.Build(new HostSettings(["--Sagas:Outbox:BatchSize=0"])),
            Throws
                .TypeOf<StartUpException>()
                .With.Message.EqualTo("Sagas:Outbox:BatchSize is 0. Give 1 to 1,000.")
        );

    [Test]
    public void Embedded_needs_SQLite() =>
        Assert.That(
            Refusal(("Sagas:Database:Provider", "Postgres"), ("Sagas:Database:ConnectionString", "Host=a"))
                .Lines(),
            Has.One.StartsWith("Sagas:Database:Provider is Postgres and Sagas:Profile is Embedded")
        );

    [Test]
    public void Distributed_needs_a_database_server_and_gateways() =>
        Assert.That(
            Refusal(("Sagas:Profile", "Distributed")).Lines(),
            Has.One.StartsWith("Sagas:Database:Provider is Sqlite and Sagas:Profile is Distributed")
                .And.One.StartsWith("Sagas:Payments:Gateway is empty.")
                .And.One.StartsWith("Sagas:Shipping:Gateway is empty.")
        );

    [Test]
    public void A_worker_needs_only_the_gateways_that_it_calls() =>
        Assert.That(
            Refusal(("Sagas:Profile", "Distributed"), ("Sagas:Roles", "order,payments")).Lines(),
            Has.None.StartsWith("Sagas:Shipping").And.One.StartsWith("Sagas:Payments:Gateway is empty.")
        );

    [Test]
    public void A_connection_string_of_another_database_is_refused() =>
        Assert.That(
            Refusal(("Sagas:Database:ConnectionString", "Host=somewhere")).Lines(),
            Has.One.StartsWith("Sagas:Database:ConnectionString is not one of Sqlite")
        );

    [Test]
    public void Tries_longer_than_all_of_them_together_are_refused() =>
        Assert.That(
            Refusal(("Sagas:Payments:AttemptTimeoutSeconds", "30")).Lines(),
            Has.One.StartsWith("Sagas:Payments:TotalTimeoutSeconds is 20")
        );

    private static StartUpException Refusal(params (string Key, string Value)[] settings)
    {
        var overrides = settings.ToDictionary(one => one.Key, one => (string?)one.Value);
        return Assert.Throws<StartUpException>(() =>
            SagasHost.Build(new HostSettings([]) { Overrides = overrides })
        )!;
    }
}

internal static class RefusalLines
{
    public static string[] Lines(this StartUpException refusal) => refusal.Message.Split(Environment.NewLine);
}
