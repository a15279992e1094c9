using Sagas.Worker.Commands;

namespace Sagas.Tests.Commands;

public sealed class CommandLineTests
{
    [TestCase("no such command")]
    [TestCase("list", "--limit", "0")]
    [TestCase("list", "--limit", "many")]
    [TestCase("show")]
    [TestCase("diagram", "cruise")]
    [TestCase("demo", "--orders", "0")]
    [TestCase("gateways", "--port", "99999")]
    [TestCase("orders", "place", "x.csv", "--format", "xml")]
    [TestCase("orders", "place", "x.csv", "--timeout", "0")]
    [TestCase("run", "--Sagas:Databas:Provider=Sqlite")]
    [TestCase("@.")]
    [TestCase("@/etc/passwd")]
    public async Task Wrong_usage_is_one_line_and_code_2(params string[] arguments)
    {
        using var terminal = new Terminal();
        var code = await terminal.RunAsIs(arguments);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(2));
            Assert.That(terminal.Errors.TrimEnd(), Is.Not.Empty.And.Not.Contain('\n'));
            Assert.That(terminal.Output + terminal.Raw, Is.Empty);
        });
    }

    [TestCase("orders", "place", "/no/such/file.csv")]
    [TestCase("healthcheck", "--Sagas:Http:Address=http://127.0.0.1:1")]
    [TestCase("list")]
    [TestCase("show", "K-1")]
    [TestCase("show", "@K-1")]
    public async Task What_is_not_there_is_one_line_and_code_1(params string[] arguments)
    {
        using var terminal = new Terminal();
        var code = await terminal.Run(arguments);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(terminal.Errors.TrimEnd(), Is.Not.Empty.And.Not.Contain('\n'));
            Assert.That(File.Exists(terminal.PathOf("sagas.db")), Is.False, "Looking makes no database.");
        });
    }

    [Test]
    public async Task A_migrated_database_is_empty_and_can_be_migrated_again()
    {
        using var terminal = new Terminal();
        Assert.That(await terminal.Run("migrate"), Is.Zero, terminal.Errors);
        Assert.That(await terminal.Run("migrate"), Is.Zero, terminal.Errors);
        Assert.That(terminal.Output, Does.Contain("up to date"));
        Assert.That(await terminal.Run("list"), Is.Zero, terminal.Errors);
        Assert.That(terminal.Output, Does.Contain("No saga matches."));
    }

    [TestCase("http://0.0.0.0:8080", "http://127.0.0.1:8080/healthz/ready")]
    [TestCase("http://*:8080", "http://127.0.0.1:8080/healthz/ready")]
    [TestCase("http://[::]:8080", "http://127.0.0.1:8080/healthz/ready")]
    [TestCase("http://worker:81", "http://worker:81/healthz/ready")]
    public void A_worker_on_all_addresses_is_asked_on_this_machine(string address, string expected) =>
        Assert.That(HealthCheckCommand.AddressOf(address).ToString(), Is.EqualTo(expected));
}
