using System.Text.Json;
using Sagas.Operations;

namespace Sagas.Tests.Operations;

public sealed class ListRetriesTests
{
    [Test]
    public async Task Every_step_and_every_undo_has_its_line()
    {
        using var desk = new Desk(width: 140);

        await desk.Run("retries");

        var (done, undone) = (Line(desk, " DoStep "), Line(desk, " UndoStep "));
        Assert.Multiple(() =>
        {
            Assert.That(done, Does.Contain("any other").And.Contain("200 ms, 1 s, 3 s"));
            Assert.That(done, Does.Contain("10 s, 1 min, 5 min, 30 min").And.Contain("1 d"));
            Assert.That(undone, Does.Contain("undo ").And.Contain("2 x 10 s, 2 x 1 min").And.Contain("2 d"));
        });
    }

    [Test]
    public async Task One_saga_is_chosen_by_its_name_and_told_as_JSON()
    {
        using var desk = new Desk();

        await desk.Run("retries", "voyage", "--json");

        using var told = JsonDocument.Parse(desk.Raw);
        var first = told.RootElement.GetProperty("retries")[0];
        Assert.That(first.GetProperty("saga").GetString(), Is.EqualTo("voyage"));
        Assert.That(
            first.GetProperty("laterSeconds").EnumerateArray().Select(pause => pause.GetInt32()),
            Is.EqualTo(new[] { 10, 60, 300, 1_800 })
        );
    }

    [Test]
    public async Task An_unknown_saga_is_refused()
    {
        using var desk = new Desk();

        var refusal = await desk.Refusal("retries", "cruise");

        Assert.That(refusal.ExitCode, Is.EqualTo(RefusedException.WrongUsage));
    }

    private static string Line(Desk desk, string text) =>
        desk.Shown.Split('\n').First(line => line.Contains(text, StringComparison.Ordinal));
}
