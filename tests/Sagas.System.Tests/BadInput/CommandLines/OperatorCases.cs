using static Sagas.SystemTests.BadInput.CommandLines.CommandCases;

namespace Sagas.SystemTests.BadInput.CommandLines;

/// <summary>What operators ask for wrongly: holds, timers, dead letters and their replays.</summary>
internal static class OperatorCases
{
    private const string Id = "01020304-0506-0708-090a-0b0c0d0e0f10";

    public static IEnumerable<CommandCase> All => [.. Holds(), .. Timers(), .. Letters(), .. Replays()];

    private static IEnumerable<CommandCase> Holds()
    {
        foreach (var verb in new[] { "hold", "release" })
        {
            yield return Usage(
                $"{verb} of nothing",
                "Give one of --participant, --saga and --id.",
                verb,
                "--reason",
                "x"
            );
            yield return Usage(
                $"{verb} of two things",
                "Give one of --participant, --saga and --id.",
                verb,
                "--participant",
                "payments",
                "--saga",
                "order",
                "--reason",
                "x"
            );
            yield return Usage(
                $"{verb} of a participant that is none",
                "No participant is named \"evil\"",
                verb,
                "--participant",
                "evil",
                "--reason",
                "x"
            );
            yield return Usage(
                $"{verb} of a saga that is none",
                "No saga is named \"evil\"",
                verb,
                "--saga",
                "evil",
                "--reason",
                "x"
            );
            yield return Failed(
                $"{verb} of nobody",
                "No saga has the id",
                verb,
                "--id",
                "nobody",
                "--reason",
                "x"
            );
            yield return Usage($"{verb} without a reason", "--reason", verb, "--participant", "payments");
            yield return Failed(
                $"{verb} for a reason of blanks",
                "Give a reason of 1 to 1024 characters",
                verb,
                "--participant",
                "payments",
                "--reason",
                " "
            );
            yield return Failed(
                $"{verb} by a name of 129 letters",
                "in 1 to 128 characters",
                verb,
                "--participant",
                "payments",
                "--reason",
                "x",
                "--by",
                new string('n', 129)
            );
        }

        yield return Usage(
            "a release at no rate",
            "--rate is 0. Give 1 to 10000.",
            "release",
            "--participant",
            "payments",
            "--reason",
            "x",
            "--rate",
            "0"
        );
    }

    private static IEnumerable<CommandCase> Timers()
    {
        yield return Usage(
            "a list of no timers",
            "--limit is 0. Give 1 to",
            "timers",
            "list",
            "--limit",
            "0"
        );
        yield return Usage(
            "a list of timers for nothing known",
            "Evil",
            "timers",
            "list",
            "--purpose",
            "Evil"
        );
        foreach (var verb in new[] { "fire", "postpone", "cancel" })
        {
            string[] more = verb == "postpone" ? ["--for", "1:00:00"] : [];
            yield return Usage($"{verb} of no timer", "See", ["timers", verb, "--reason", "x", .. more]);
            yield return Usage(
                $"{verb} of a timer that is no GUID",
                "seven",
                ["timers", verb, "seven", "--reason", "x", .. more]
            );
            yield return Failed(
                $"{verb} of a timer that is not there",
                Id,
                ["timers", verb, Id, "--reason", "x", .. more]
            );
        }

        yield return Usage(
            "a postponement for a word",
            "long",
            "timers",
            "postpone",
            Id,
            "--reason",
            "x",
            "--for",
            "long"
        );
        yield return Failed(
            "a postponement backwards",
            "",
            "timers",
            "postpone",
            Id,
            "--reason",
            "x",
            "--for",
            "-1:00:00"
        );
    }

    private static IEnumerable<CommandCase> Letters()
    {
        yield return Usage(
            "a list of no letters",
            "--limit is 0. Give 1 to",
            "dead-letters",
            "list",
            "--limit",
            "0"
        );
        yield return Usage(
            "letters at a place that is none",
            "Heaven",
            "dead-letters",
            "list",
            "--place",
            "Heaven"
        );
        yield return Usage(
            "letters since a time that is none",
            "yesterday",
            "dead-letters",
            "list",
            "--since",
            "yesterday"
        );
        yield return Usage(
            "letters with an id that is none",
            "seven",
            "dead-letters",
            "list",
            "--letter",
            "seven"
        );
        yield return Failed(
            "letters of nobody",
            "No saga has the id",
            "dead-letters",
            "list",
            "--saga",
            "nobody"
        );
        yield return Usage("a letter that is no GUID", "seven", "dead-letters", "show", "seven");
        yield return Failed(
            "a letter that is not there",
            $"No dead letter has the id {Id}",
            "dead-letters",
            "show",
            Id
        );
        yield return Usage(
            "a note of nothing",
            "Give --text, --owner or --ticket.",
            "dead-letters",
            "note",
            "0123456789abcdef"
        );
        yield return Failed(
            "a note for a group that is not there",
            "No group has the id",
            "dead-letters",
            "note",
            "0123456789abcdef",
            "--text",
            "x"
        );
        yield return Usage(
            "a note of two thousand letters",
            "Give at most",
            "dead-letters",
            "note",
            "0123456789abcdef",
            "--text",
            new string('n', 2_000)
        );
        yield return Failed(
            "an index of queues that are not kept",
            "there are no queues to look into",
            "dead-letters",
            "reindex"
        );
        yield return Usage("an edit without anything", "", "dead-letters", "edit", Id, "--reason", "x");
        yield return Usage(
            "an edit with a file that is not there",
            "There is no file",
            "dead-letters",
            "edit",
            Id,
            "--message",
            "nowhere.json",
            "--reason",
            "x"
        );
        yield return Usage(
            "an edit with a header that is none",
            "Give NAME=VALUE.",
            "dead-letters",
            "edit",
            Id,
            "--set-header",
            "nonsense",
            "--reason",
            "x"
        );
        yield return Usage(
            "a patch of no file",
            "See \"sagas dead-letters patch --help\"",
            "dead-letters",
            "patch"
        );
        yield return Usage(
            "a patch of a file that is not there",
            "nowhere.json",
            "dead-letters",
            "patch",
            "nowhere.json"
        );
        yield return Usage("a patch that is none", "JSON Patch", "dead-letters", "patch", "@FILE@") with
        {
            File = "{}",
        };
        yield return Usage("a patch that is cut", "JSON Patch", "dead-letters", "patch", "@FILE@") with
        {
            File = "[{\"op\":",
        };
    }

    private static IEnumerable<CommandCase> Replays()
    {
        yield return Failed(
            "a plan of no letters",
            "No dead letter is so",
            "replay",
            "plan",
            "--queue",
            "order-saga"
        );
        yield return Usage("a plan for an action that is none", "Burn", "replay", "plan", "--action", "Burn");
        yield return Usage(
            "a plan that includes a verdict that is none",
            "Guilty",
            "replay",
            "plan",
            "--include",
            "Guilty"
        );
        yield return Usage("a plan in waves of words", "some", "replay", "plan", "--waves", "some,all");
        yield return Usage("a plan in waves that fall", "100,1", "replay", "plan", "--waves", "100,1");
        yield return Usage("a plan in waves beyond all", "200", "replay", "plan", "--waves", "1,200");
        yield return Usage("a plan at no rate", "--rate", "replay", "plan", "--rate", "0");
        yield return Usage(
            "a plan of letters since a time that is none",
            "now",
            "replay",
            "plan",
            "--since",
            "now"
        );
        foreach (var verb in new[] { "apply", "pause", "resume", "abort" })
        {
            yield return Usage($"{verb} of no plan", "See", "replay", verb, "--reason", "x");
            yield return Usage(
                $"{verb} of a plan that is no GUID",
                "seven",
                "replay",
                verb,
                "seven",
                "--reason",
                "x"
            );
            yield return Usage($"{verb} of a plan without a reason", "--reason", "replay", verb, Id);
            yield return Failed(
                $"{verb} of a plan that is not there",
                Id,
                "replay",
                verb,
                Id,
                "--reason",
                "x"
            );
        }

        yield return Usage(
            "a plan's state without its id",
            "See \"sagas replay status --help\"",
            "replay",
            "status"
        );
        yield return Failed("a plan that is not there", $"There is no plan {Id}", "replay", "status", Id);
        yield return Usage("no plans", "--limit is 0. Give 1 to", "replay", "list", "--limit", "0");
    }
}
