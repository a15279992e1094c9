namespace Sagas.SystemTests.BadInput.CommandLines;

/// <summary>Every verb, asked for wrongly: what it does not understand, what is missing, out of range, contradictory, or not there.</summary>
internal static class CommandCases
{
    private const string Id = "01020304-0506-0708-090a-0b0c0d0e0f10";

    public static IEnumerable<CommandCase> All =>
        [.. Words(), .. Placing(), .. Sagas(), .. Requests(), .. Holds(), .. Timers(), .. Letters(), .. Replays(), .. Settings()];

    private static CommandCase Usage(string name, string says, params string[] arguments) => new(name, 2, says, arguments);

    private static CommandCase Failed(string name, string says, params string[] arguments) => new(name, 1, says, arguments);

    private static IEnumerable<CommandCase> Words()
    {
        yield return Usage("a command that is none", "\"frobnicate\" is not understood here", "frobnicate");
        yield return Usage("a command in capitals", "\"LIST\" is not understood here", "LIST");
        yield return Usage("an empty command", "\"\" is not understood here", "");
        yield return Usage("an option alone", "\"--frobnicate\" is not understood here", "--frobnicate");
        yield return Usage("an escape sequence", "is not understood here", "\u001b[2J");
        yield return Usage("a command of ten thousand letters", "is not understood here", new string('x', 10_000));
        yield return Usage("a group without its verb", "See \"sagas dead-letters --help\"", "dead-letters");
        yield return Usage("a verb of another group", "\"fire\" is not understood here", "dead-letters", "fire");
        yield return Usage("a word too many", "\"more\" is not understood here", "list", "more");
        yield return Usage("an option of another verb", "\"--received\" is not understood here", "orders", "place", "x.csv", "--received");
        yield return Usage("a response file that is not there", "@nowhere", "@nowhere");
    }

    private static IEnumerable<CommandCase> Placing()
    {
        foreach (var thing in new[] { "orders", "returns" })
        {
            yield return Usage($"{thing} of no file", $"See \"sagas {thing} place --help\"", thing, "place");
            yield return Failed($"{thing} of a file that is not there", "cannot be read", thing, "place", "nowhere.csv", "--no-wait");
            yield return Usage($"{thing} with a time of zero", "--timeout is 0. Give 1 to", thing, "place", "x.csv", "--timeout", "0");
            yield return Usage($"{thing} with a time that is a word", "soon", thing, "place", "x.csv", "--timeout", "soon");
            yield return Usage($"{thing} with a time beyond a number", "99999999999", thing, "place", "x.csv", "--timeout", "99999999999");
            yield return Usage($"{thing} in a currency that is none", "XQX", thing, "place", "@FILE@", "--currency", "XQX", "--no-wait") with { File = "InvoiceNo,StockCode,Quantity,UnitPrice\n" };
            yield return Failed($"{thing} of an empty file", "The file is empty", thing, "place", "@FILE@", "--no-wait") with { File = "" };
            yield return Failed($"{thing} of a file without its header", "The header has no column", thing, "place", "@FILE@", "--no-wait") with { File = "1,2,3\n" };
            yield return Failed($"{thing} of a directory", "cannot be read", thing, "place", Path.GetTempPath(), "--no-wait");
        }

        yield return Usage("orders in a format that is none", "--format is \"xml\". Give csv or jsonl.", "orders", "place", "x.xml", "--format", "xml");
        yield return Failed("goods of a return that is not there", "There is no return", "returns", "receive", "nobody");
        yield return Usage("goods of no return", "See \"sagas returns receive --help\"", "returns", "receive");
        yield return Usage("a demo of no orders", "--orders is 0. Give 1 to", "demo", "--orders", "0");
        yield return Usage("a demo of too many orders", "Give 1 to", "demo", "--orders", "1000000000");
        yield return Usage("gateways at a port beyond the last", "--port is 65536. Give 0 to 65535.", "gateways", "--port", "65536");
        yield return Usage("gateways at a port that is a word", "http", "gateways", "--port", "http");
    }

    private static IEnumerable<CommandCase> Sagas()
    {
        foreach (var limit in new[] { "0", "-1", "10001" })
        {
            yield return Usage($"a list of {limit}", $"--limit is {limit}. Give 1 to", "list", "--limit", limit);
        }

        yield return Usage("a list of many", "many", "list", "--limit", "many");
        yield return Usage("a list without its number", "--limit", "list", "--limit");
        yield return Usage("late ones, none of them", "--limit is 0. Give 1 to", "late", "--limit", "0");
        yield return Usage("owed ones, none of them", "--limit is 0. Give 1 to", "owed", "--limit", "0");
        foreach (var verb in new[] { "show", "history", "why", "ledger" })
        {
            yield return Usage($"{verb} of nothing", $"See \"sagas {verb} --help\"", verb);
            yield return Failed($"{verb} of nobody", "No saga has the id or business key \"nobody\"", verb, "nobody");
            yield return Failed($"{verb} of an id that is not there", $"No saga has the id or business key \"{Id}\"", verb, Id);
        }

        yield return Usage("a diagram of nothing", "See \"sagas diagram --help\"", "diagram");
        yield return Usage("a diagram of a saga that is none", "No saga is named \"evil\". Known: order, return", "diagram", "evil");
        yield return Usage("retries of a saga that is none", "evil", "retries", "evil");
    }

    private static IEnumerable<CommandCase> Requests()
    {
        foreach (var verb in new[] { "cancel", "resume", "settle" })
        {
            yield return Usage($"{verb} without a reason", "--reason", verb, "nobody");
            yield return Failed($"{verb} of nobody", "No saga has the id or business key \"nobody\"", [verb, "nobody", "--reason", "x", .. Step(verb)]);
            yield return Usage($"{verb} with a request that is no GUID", "seven", [verb, "nobody", "--reason", "x", "--request", "seven", .. Step(verb)]);
        }

        yield return Usage("resume of one and all", "Give the ID of one saga, or --all-late.", "resume", "nobody", "--all-late", "--reason", "x");
        yield return Usage("resume of none", "Give the ID of one saga, or --all-late.", "resume", "--reason", "x");
        yield return Usage("resume at no rate", "--rate is 0. Give 1 to", "resume", "--all-late", "--rate", "0", "--reason", "x");
        yield return Usage("settle of no step", "--step", "settle", "nobody", "--reason", "x");

        static string[] Step(string verb) => verb == "settle" ? ["--step", "payment"] : [];
    }

    private static IEnumerable<CommandCase> Holds()
    {
        foreach (var verb in new[] { "hold", "release" })
        {
            yield return Usage($"{verb} of nothing", "Give one of --participant, --saga and --id.", verb, "--reason", "x");
            yield return Usage($"{verb} of two things", "Give one of --participant, --saga and --id.", verb, "--participant", "payments", "--saga", "order", "--reason", "x");
            yield return Usage($"{verb} of a participant that is none", "No participant is named \"evil\"", verb, "--participant", "evil", "--reason", "x");
            yield return Usage($"{verb} of a saga that is none", "No saga is named \"evil\"", verb, "--saga", "evil", "--reason", "x");
            yield return Failed($"{verb} of nobody", "No saga has the id", verb, "--id", "nobody", "--reason", "x");
            yield return Usage($"{verb} without a reason", "--reason", verb, "--participant", "payments");
            yield return Failed($"{verb} for a reason of blanks", "Give a reason of 1 to 1024 characters", verb, "--participant", "payments", "--reason", " ");
            yield return Failed($"{verb} by a name of 129 letters", "in 1 to 128 characters", verb, "--participant", "payments", "--reason", "x", "--by", new string('n', 129));
        }

        yield return Failed("a release at no rate", "rate", "release", "--participant", "payments", "--reason", "x", "--rate", "0");
    }

    private static IEnumerable<CommandCase> Timers()
    {
        yield return Usage("a list of no timers", "--limit is 0. Give 1 to", "timers", "list", "--limit", "0");
        yield return Usage("a list of timers for nothing known", "Evil", "timers", "list", "--purpose", "Evil");
        foreach (var verb in new[] { "fire", "postpone", "cancel" })
        {
            string[] more = verb == "postpone" ? ["--for", "1:00:00"] : [];
            yield return Usage($"{verb} of no timer", "See", ["timers", verb, "--reason", "x", .. more]);
            yield return Usage($"{verb} of a timer that is no GUID", "seven", ["timers", verb, "seven", "--reason", "x", .. more]);
            yield return Failed($"{verb} of a timer that is not there", Id, ["timers", verb, Id, "--reason", "x", .. more]);
        }

        yield return Usage("a postponement for a word", "long", "timers", "postpone", Id, "--reason", "x", "--for", "long");
        yield return Failed("a postponement backwards", "", "timers", "postpone", Id, "--reason", "x", "--for", "-1:00:00");
    }

    private static IEnumerable<CommandCase> Letters()
    {
        yield return Usage("a list of no letters", "--limit is 0. Give 1 to", "dead-letters", "list", "--limit", "0");
        yield return Usage("letters at a place that is none", "Heaven", "dead-letters", "list", "--place", "Heaven");
        yield return Usage("letters since a time that is none", "yesterday", "dead-letters", "list", "--since", "yesterday");
        yield return Usage("letters with an id that is none", "seven", "dead-letters", "list", "--letter", "seven");
        yield return Failed("letters of nobody", "No saga has the id", "dead-letters", "list", "--saga", "nobody");
        yield return Usage("a letter that is no GUID", "seven", "dead-letters", "show", "seven");
        yield return Failed("a letter that is not there", $"No dead letter has the id {Id}", "dead-letters", "show", Id);
        yield return Usage("a note of nothing", "Give --text, --owner or --ticket.", "dead-letters", "note", "0123456789abcdef");
        yield return Failed("a note for a group that is not there", "No group has the id", "dead-letters", "note", "0123456789abcdef", "--text", "x");
        yield return Usage("a note of two thousand letters", "Give at most", "dead-letters", "note", "0123456789abcdef", "--text", new string('n', 2_000));
        yield return Failed("an index of queues that are not kept", "there are no queues to look into", "dead-letters", "reindex");
        yield return Usage("an edit without anything", "", "dead-letters", "edit", Id, "--reason", "x");
        yield return Usage("an edit with a file that is not there", "There is no file", "dead-letters", "edit", Id, "--message", "nowhere.json", "--reason", "x");
        yield return Usage("an edit with a header that is none", "Give NAME=VALUE.", "dead-letters", "edit", Id, "--set-header", "nonsense", "--reason", "x");
        yield return Usage("a patch of no file", "See \"sagas dead-letters patch --help\"", "dead-letters", "patch");
        yield return Usage("a patch of a file that is not there", "nowhere.json", "dead-letters", "patch", "nowhere.json");
        yield return Usage("a patch that is none", "JSON Patch", "dead-letters", "patch", "@FILE@") with { File = "{}" };
        yield return Usage("a patch that is cut", "JSON Patch", "dead-letters", "patch", "@FILE@") with { File = "[{\"op\":" };
    }

    private static IEnumerable<CommandCase> Replays()
    {
        yield return Failed("a plan of no letters", "No dead letter is so", "replay", "plan", "--queue", "order-saga");
        yield return Usage("a plan for an action that is none", "Burn", "replay", "plan", "--action", "Burn");
        yield return Usage("a plan that includes a verdict that is none", "Guilty", "replay", "plan", "--include", "Guilty");
        yield return Usage("a plan in waves of words", "some", "replay", "plan", "--waves", "some,all");
        yield return Usage("a plan in waves that fall", "100,1", "replay", "plan", "--waves", "100,1");
        yield return Usage("a plan in waves beyond all", "200", "replay", "plan", "--waves", "1,200");
        yield return Usage("a plan at no rate", "--rate", "replay", "plan", "--rate", "0");
        yield return Usage("a plan of letters since a time that is none", "now", "replay", "plan", "--since", "now");
        foreach (var verb in new[] { "apply", "pause", "resume", "abort" })
        {
            yield return Usage($"{verb} of no plan", "See", "replay", verb, "--reason", "x");
            yield return Usage($"{verb} of a plan that is no GUID", "seven", "replay", verb, "seven", "--reason", "x");
            yield return Usage($"{verb} of a plan without a reason", "--reason", "replay", verb, Id);
            yield return Failed($"{verb} of a plan that is not there", Id, "replay", verb, Id, "--reason", "x");
        }

        yield return Usage("a plan's state without its id", "See \"sagas replay status --help\"", "replay", "status");
        yield return Failed("a plan that is not there", $"There is no plan {Id}", "replay", "status", Id);
        yield return Usage("no plans", "--limit is 0. Give 1 to", "replay", "list", "--limit", "0");
    }

    private static IEnumerable<CommandCase> Settings()
    {
        yield return Usage("a setting that is none", "Sagas:Typo is not a setting", "list", "--Sagas:Typo=1");
        yield return Usage("a setting without its value", "Sagas:Outbox:BatchSize", "list", "--Sagas:Outbox:BatchSize");
        yield return Usage("a setting out of range", "Sagas:Outbox:BatchSize is 0", "list", "--Sagas:Outbox:BatchSize=0");
        yield return Usage("two settings that contradict each other", "Sagas:Database:Provider is Postgres", "list", "--Sagas:Database:Provider=Postgres", "--Sagas:Database:ConnectionString=Host=a");
        yield return Failed("a health that nobody has", "No worker answers", "healthcheck", "--Sagas:Http:Address=http://127.0.0.1:1");
    }
}
