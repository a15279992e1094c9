using System.Text.Json;
using MassTransit;
using Sagas.Core.Definitions;
using Sagas.Operations;
using Sagas.Orchestration.Diagnosis;
using Sagas.Tests.Core;

namespace Sagas.Tests.Operations;

public sealed class VerbTests
{
    [TestCase(80)]
    [TestCase(120)]
    public async Task A_list_fits_its_screen(int width)
    {
        using var desk = new Desk(width);
        desk.Sagas.Add(
            Desk.Saga("K-1", "Compensated", "no carrier goes to a place with such a very long name")
        );
        desk.Sagas.Add(Desk.Saga("K-2"));

        await desk.Run("list");

        var lines = desk.Shown.Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(lines.Max(line => line.TrimEnd().Length), Is.LessThanOrEqualTo(width));
            Assert.That(
                lines.Single(line => line.Contains("K-2", StringComparison.Ordinal)),
                Does.Contain("Completed").And.Contain("2.0 s")
            );
        });
    }

    [Test]
    public async Task A_list_is_filtered_and_limited()
    {
        using var desk = new Desk();
        desk.Sagas.AddRange([
            Desk.Saga("K-1", "hotel"),
            Desk.Saga("K-2"),
            Desk.Saga("K-3"),
            Desk.Saga("K-4"),
        ]);

        await desk.Run("list", "--type", "voyage", "--state", "Completed", "--limit", "2", "--json");

        using var json = JsonDocument.Parse(desk.Raw);
        var keys = json
            .RootElement.GetProperty("sagas")
            .EnumerateArray()
            .Select(saga => saga.GetProperty("key").GetString());
        Assert.Multiple(() =>
        {
            Assert.That(keys, Is.EqualTo(new[] { "K-2", "K-3" }));
            Assert.That(json.RootElement.GetProperty("hasMore").GetBoolean(), Is.True);
            Assert.That(desk.Shown, Is.Empty, "Nothing else beside the JSON.");
        });
    }

    [Test]
    public async Task What_was_accepted_and_has_not_begun_is_told()
    {
        using var desk = new Desk(width: 160);
        var id = NewId.NextGuid();
        desk.Accepted.Add(new("voyage", id, default, Verdict.Queued, "In the queue: 70,000 ready."));

        var code = await desk.Run("why", "K-1");
        var refusal = await desk.Refusal("why", "K-1", "--type", "journey");

        Assert.That(code, Is.Zero);
        Assert.That(
            desk.Shown,
            Does.Contain($"voyage {id}: accepted at").And.Contain("Queued").And.Contain("70,000 ready")
        );
        Assert.That(refusal.Message, Does.StartWith("No saga has the id or business key \"K-1\""));
    }

    [Test]
    public async Task An_empty_list_says_so()
    {
        using var desk = new Desk();
        await desk.Run("list");
        Assert.That(desk.Shown, Does.Contain("No saga matches."));
    }

    [Test]
    public async Task Bad_options_are_wrong_usage()
    {
        using var desk = new Desk();
        var limit = await desk.Refusal("list", "--limit", "0");
        var type = await desk.Refusal("list", "--type", "cruise");
        var diagram = await desk.Refusal("diagram", "cruise");
        Assert.Multiple(() =>
        {
            Assert.That(limit.ExitCode, Is.EqualTo(RefusedException.WrongUsage));
            Assert.That(type.Message, Does.Contain("Known: voyage."));
            Assert.That(diagram.ExitCode, Is.EqualTo(RefusedException.WrongUsage));
        });
    }

    [TestCase("show")]
    [TestCase("history")]
    public async Task An_unknown_saga_is_one_clear_line(string verb)
    {
        using var desk = new Desk();
        var refusal = await desk.Refusal(verb, "K-9");
        Assert.Multiple(() =>
        {
            Assert.That(refusal.ExitCode, Is.EqualTo(RefusedException.Failed));
            Assert.That(refusal.Message, Does.Contain("\"K-9\"").And.Not.Contain('\n'));
        });
    }

    [Test]
    public async Task A_saga_is_found_by_its_key_and_by_its_id()
    {
        using var desk = new Desk();
        var saga = Desk.Saga("K-1");
        desk.Sagas.Add(saga);

        await desk.Run("show", "K-1", "--json");
        var byKey = desk.Raw;
        await desk.Run("show", saga.Id.ToString(), "--json");

        using var json = JsonDocument.Parse(byKey);
        var shown = json.RootElement.GetProperty("sagas")[0];
        Assert.Multiple(() =>
        {
            Assert.That(desk.Raw, Is.EqualTo(byKey + byKey));
            Assert.That(shown.GetProperty("id").GetGuid(), Is.EqualTo(saga.Id));
            Assert.That(
                shown.GetProperty("data").GetProperty("currentState").GetString(),
                Is.EqualTo("Completed")
            );
        });
    }

    [Test]
    public async Task Data_can_neither_command_the_terminal_nor_style_the_text()
    {
        using var desk = new Desk(120);
        desk.Sagas.Add(Desk.Saga("K[red]1", "Compensated", "\e[2Jgone\u202Eback\nagain"));

        await desk.Run("list");
        await desk.Run("show", "K[red]1");

        Assert.Multiple(() =>
        {
            Assert.That(desk.Shown, Does.Contain("K[red]1").And.Contain("gone\uFFFDback again"));
            Assert.That(desk.Shown, Does.Not.Contain('\e').And.Not.Contain('\u202E'));
        });
    }

    [Test]
    public async Task A_history_tells_what_happened_when()
    {
        using var desk = new Desk();
        var saga = Desk.Saga("K-1");
        desk.Sagas.Add(saga);
        desk.Entries.AddRange([
            Desk.Entry(saga, 1, "Started", "0123456789ABCDEF"),
            Desk.Entry(saga, 2, "StepRefused", "no room"),
        ]);

        await desk.Run("history", "K-1");
        await desk.Run("history", "K-1", "--json");

        using var json = JsonDocument.Parse(desk.Raw);
        var entry = json.RootElement.GetProperty("stories")[0].GetProperty("entries")[1];
        var line = desk
            .Shown.Split('\n')
            .Single(line => line.Contains("hotel refused", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(line, Does.Contain("24 ms").And.Contain("HotelBooked").And.Contain("no room"));
            Assert.That(
                desk.Shown,
                Does.Not.Contain("0123456789ABCDEF"),
                "A fingerprint tells people nothing."
            );
            Assert.That(entry.GetProperty("message").GetProperty("price").GetInt32(), Is.EqualTo(12));
            Assert.That(desk.Shown.Split('\n').Max(text => text.TrimEnd().Length), Is.LessThanOrEqualTo(80));
        });
    }

    [Test]
    public async Task A_diagram_is_the_definition_s_own()
    {
        using var desk = new Desk();
        await desk.Run("diagram", "voyage");
        Assert.That(desk.Raw, Is.EqualTo(MermaidDiagram.Of(new VoyageSaga(VoyageSaga.Everything).Plan)));
    }
}
