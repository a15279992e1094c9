using System.Diagnostics;
using MassTransit;
using Sagas.Orchestration.Failpoints;

namespace Sagas.Tests.Orchestration.Failpoints;

public sealed class FailpointTests
{
    private string _folder = "";

    private string Log => Path.Combine(_folder, "fired");

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("sagas-failpoints-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void A_point_fires_at_the_hit_that_was_asked_for_and_at_no_other()
    {
        var armed = Armed("before-ack:throw@2");

        armed.Hit("before-ack", null);
        armed.Hit("before-commit", null);
        Assert.Throws<FailpointException>(() => armed.Hit("before-ack", null));
        armed.Hit("before-ack", null);
    }

    [Test]
    public void Without_a_limit_every_hit_fires()
    {
        var armed = Armed("before-ack:throw; before-commit:throw");

        Assert.Throws<FailpointException>(() => armed.Hit("before-ack", null));
        Assert.Throws<FailpointException>(() => armed.Hit("before-ack", null));
        Assert.Throws<FailpointException>(() => armed.Hit("before-commit", null));
    }

    [Test]
    public void A_point_may_be_for_one_message_only()
    {
        var message = NewId.NextGuid();
        var armed = Armed($"after-receive:throw@message={message}");

        armed.Hit("after-receive", NewId.NextGuid());
        armed.Hit("after-receive", null);
        Assert.Throws<FailpointException>(() => armed.Hit("after-receive", message));
    }

    [Test]
    public void A_delay_holds_for_as_long_as_it_says()
    {
        var armed = Armed("before-ack:delay=0.2");
        var started = Stopwatch.GetTimestamp();

        armed.Hit("before-ack", null);

        Assert.That(Stopwatch.GetElapsedTime(started), Is.GreaterThan(TimeSpan.FromSeconds(0.19)));
    }

    [Test]
    public void What_is_switched_on_is_on_and_does_nothing_by_itself()
    {
        var armed = Armed("send-twice:on");

        armed.Hit("send-twice", null);

        Assert.That(armed.IsOn("send-twice"), Is.True);
        Assert.That(Armed("before-ack:throw").IsOn("send-twice"), Is.False);
    }

    [Test]
    public void Each_firing_is_in_the_log_with_its_tag()
    {
        var armed = Armed("before-ack:throw@1#17;before-commit:delay=0.01");

        Assert.Throws<FailpointException>(() => armed.Hit("before-ack", null));
        armed.Hit("before-ack", null);
        armed.Hit("before-commit", null);

        var lines = File.ReadAllLines(Log).Select(line => line.Split(' ')).ToList();
        Assert.That(lines, Has.Count.EqualTo(2));
        Assert.That(
            lines.Select(line => (line[0], line[1], line[2], line[4])),
            Is.EqualTo(
                new[]
                {
                    ("before-ack", "throw", $"{Environment.ProcessId}", "17"),
                    ("before-commit", "delay", $"{Environment.ProcessId}", "-"),
                }
            )
        );
    }

    [Test]
    public void A_file_is_read_again_and_points_with_the_same_text_keep_their_hits()
    {
        var file = Path.Combine(_folder, "points");
        File.WriteAllText(file, "");
        var armed = Armed($"@{file}");
        armed.Hit("before-ack", null);

        File.WriteAllText(file, "before-ack:throw@2\n");
        Until(() => armed.Hit("before-ack", null), fires: false);
        File.WriteAllText(file, "before-ack:throw@2\nbefore-commit:throw");
        Until(() => armed.Hit("before-commit", null), fires: true);
        Assert.Throws<FailpointException>(() => armed.Hit("before-ack", null), "its second hit");

        File.WriteAllText(file, "before-ack:throw@1#again");
        Until(() => armed.Hit("before-ack", null), fires: true);
        armed.Hit("before-ack", null);
    }

    [Test]
    public void A_file_that_becomes_wrong_is_passed_over_and_the_log_says_so()
    {
        var file = Path.Combine(_folder, "points");
        File.WriteAllText(file, "before-commit:throw");
        var armed = Armed($"@{file}");

        File.WriteAllText(file, "before-comit:throw");
        Until(() => File.Exists(Log), () => armed.Hit("after-load", null));

        Assert.That(File.ReadAllText(Log), Does.StartWith("# ").And.Contain("before-comit"));
        Assert.Throws<FailpointException>(() => armed.Hit("before-commit", null));
    }

    [TestCase(
        "before-comit:kill",
        "\"before-comit\" is not a point that can be armed. Give one of after-receive, "
    )]
    [TestCase(
        "before-ack:on",
        "\"before-ack\" is not a point that can be switched on. Give one of send-twice."
    )]
    [TestCase("before-ack:die", "The action is \"die\". Give kill, throw, delay or on.")]
    [TestCase("before-ack", "The action is \"\". Give kill, throw, delay or on.")]
    [TestCase("before-ack:kill@0", "The limit is \"0\". Give the number of a hit, or message=ID.")]
    [TestCase("before-ack:kill@message=7", "The limit is \"message=7\". Give a message's id after message=.")]
    [TestCase("before-ack:delay=0", "The delay is \"0\". Give seconds, at most 600.")]
    public void What_is_not_understood_is_told_with_what_would_be(string setting, string found)
    {
        var refusal = Assert.Throws<FailpointSettingException>(() => Armed(setting));

        Assert.That(
            refusal!.Message,
            Does.StartWith($"SAGAS_FAILPOINT has \"{setting}\". ").And.Contain(found)
        );
    }

    [Test]
    public void A_file_that_is_not_there_is_told() =>
        Assert.That(
            Assert.Throws<FailpointSettingException>(() => Armed($"@{_folder}/none"))!.Message,
            Does.Contain("which is not there. Create it, empty if nothing is armed yet.")
        );

    private ArmedFailpoints Armed(string setting) => new(setting, Log, TimeProvider.System);

    /// <summary>Until the file was read again; for a point whose first hit does nothing: until it was hit once.</summary>
    private static void Until(Action hit, bool fires)
    {
        if (!fires)
        {
            // The file is read at most every 50 ms; the hit that reads it is the first of the new point.
            var wait = Stopwatch.GetTimestamp();
            Assert.That(
                () => Stopwatch.GetElapsedTime(wait).TotalMilliseconds,
                Is.GreaterThan(60).After(500, 10)
            );
            hit();
            return;
        }

        Assert.That(() => Fires(hit), Is.True.After(2_000, 10));
    }

    private static void Until(Func<bool> isSo, Action act) =>
        Assert.That(
            () =>
            {
                act();
                return isSo();
            },
            Is.True.After(2_000, 10)
        );

    private static bool Fires(Action hit)
    {
        try
        {
            hit();
            return false;
        }
        catch (FailpointException)
        {
            return true;
        }
    }
}
