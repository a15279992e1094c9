using System.Text.Json;

namespace Sagas.Tests.Commands;

public sealed class DemoTests
{
    [Test]
    public async Task A_demo_shows_every_outcome_and_adds_up()
    {
        using var terminal = new Terminal();
        var file = terminal.PathOf("demo.db");

        var code = await terminal.RunAsIs(["demo", "--orders", "100", "--keep", file]);

        var output = terminal.Output;
        TestContext.Out.WriteLine(output + terminal.Errors);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.Zero);
            Assert.That(output, Does.Contain("completed").And.Contain("cancelled, payment refused"));
            Assert.That(
                output,
                Does.Contain("cancelled, shipment refused")
                    .And.Contain("cancelled, stock refused")
                    .And.Contain("cancelled, goods refused")
            );
            Assert.That(output, Does.Contain("Stock: conserved").And.Not.Contain("NO "));
            Assert.That(output, Does.Match("healed by retries: [1-9]"));
            Assert.That(output, Does.Match("100 orders and [1-9][0-9]* returns in"));
        });
        Assert.That(
            await terminal.RunAsIs([
                "list",
                "--type",
                "order",
                "--limit",
                "1000",
                "--json",
                $"--Sagas:Database:ConnectionString=Data Source={file}",
            ]),
            Is.Zero
        );
        using var json = JsonDocument.Parse(terminal.Raw);
        var states = json
            .RootElement.GetProperty("sagas")
            .EnumerateArray()
            .Select(saga => saga.GetProperty("state").GetString())
            .ToList();
        Assert.Multiple(() =>
        {
            Assert.That(states, Has.Count.EqualTo(100));
            Assert.That(states.Distinct(), Is.EquivalentTo(new[] { "Completed", "Compensated" }));
        });
    }

    [Test]
    public async Task A_demo_overwrites_no_file()
    {
        using var terminal = new Terminal();
        var file = terminal.Write("demo.db", "mine");
        Assert.That(await terminal.RunAsIs(["demo", "--keep", file]), Is.EqualTo(1));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo("mine"));
    }
}
