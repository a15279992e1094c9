namespace Sagas.SystemTests.BadInput.CommandLines;

/// <summary>Every verb, asked for wrongly: what it does not understand, what is missing, out of range, contradictory, or not there.</summary>
internal static class CommandCases
{
    private const string Id = "01020304-0506-0708-090a-0b0c0d0e0f10";

    public static IEnumerable<CommandCase> All =>
        [.. Words(), .. Placing(), .. Sagas(), .. Requests(), .. Settings()];

    internal static CommandCase Usage(string name, string says, params string[] arguments) =>
        new(name, 2, says, arguments);

    internal static CommandCase Failed(string name, string says, params string[] arguments) =>
        new(name, 1, says, arguments);

    private static IEnumerable<CommandCase> Words()
    {
        yield return Usage("a command that is none", "\"frobnicate\" is not understood here", "frobnicate");
        yield return Usage("a command in capitals", "\"LIST\" is not understood here", "LIST");
        yield return Usage("an empty command", "\"\" is not understood here", "");
        yield return Usage("an option alone", "\"--frobnicate\" is not understood here", "--frobnicate");
        yield return Usage("an escape sequence", "is not understood here", "\u001b[2J");
        yield return Usage(
            "a command of ten thousand letters",
            "is not understood here",
            new string('x', 10_000)
        );
        yield return Usage("a group without its verb", "See \"sagas dead-letters --help\"", "dead-letters");
        yield return Usage(
            "a verb of another group",
            "\"fire\" is not understood here",
            "dead-letters",
            "fire"
        );
        yield return Usage("a word too many", "\"more\" is not understood here", "list", "more");
        yield return Usage(
            "an option of another verb",
            "\"--received\" is not understood here",
            "orders",
            "place",
            "x.csv",
            "--received"
        );
        yield return Usage("a response file that is not there", "See \"sagas --help\"", "@nowhere");
    }

    private static IEnumerable<CommandCase> Placing()
    {
        foreach (var thing in new[] { "orders", "returns" })
        {
            yield return Usage($"{thing} of no file", $"See \"sagas {thing} place --help\"", thing, "place");
            yield return Failed(
                $"{thing} of a file that is not there",
                "cannot be read",
                thing,
                "place",
                "nowhere.csv"
            );
            yield return Usage(
                $"{thing} with a time of zero",
                "--timeout is 0. Give 1 to",
                thing,
                "place",
                "x.csv",
                "--timeout",
                "0"
            );
            yield return Usage(
                $"{thing} with a time that is a word",
                "soon",
                thing,
                "place",
                "x.csv",
                "--timeout",
                "soon"
            );
            yield return Usage(
                $"{thing} with a time beyond a number",
                "99999999999",
                thing,
                "place",
                "x.csv",
                "--timeout",
                "99999999999"
            );
            yield return Usage(
                $"{thing} in a currency that is none",
                "--currency is \"XQX\". Give an ISO 4217 code",
                thing,
                "place",
                "@FILE@",
                "--currency",
                "XQX"
            ) with
            {
                File = "InvoiceNo,StockCode,Quantity,UnitPrice\n",
            };
            yield return Failed(
                $"{thing} of an empty file",
                "The file is empty",
                thing,
                "place",
                "@FILE@"
            ) with
            {
                File = "",
            };
            yield return Failed(
                $"{thing} of a file without its header",
                "The header has no column",
                thing,
                "place",
                "@FILE@"
            ) with
            {
                File = "1,2,3\n",
            };
            yield return Failed(
                $"{thing} of a directory",
                "cannot be read",
                thing,
                "place",
                Path.GetTempPath()
            );
        }

        yield return Usage(
            "orders in a format that is none",
            "--format is \"xml\". Give csv or jsonl.",
            "orders",
            "place",
            "x.xml",
            "--format",
            "xml"
        );
        yield return Failed(
            "goods of a return that is not there",
            "there is no such return",
            "returns",
            "receive",
            "nobody"
        );
        yield return Usage(
            "goods of no return",
            "See \"sagas returns receive --help\"",
            "returns",
            "receive"
        );
        yield return Usage("a demo of no orders", "--orders is 0. Give 1 to", "demo", "--orders", "0");
        yield return Usage("a demo of too many orders", "Give 1 to", "demo", "--orders", "1000000000");
        yield return Usage(
            "gateways at a port beyond the last",
            "--port is 65536. Give 0 to 65535.",
            "gateways",
            "--port",
            "65536"
        );
        yield return Usage("gateways at a port that is a word", "http", "gateways", "--port", "http");
    }

    private static IEnumerable<CommandCase> Sagas()
    {
        foreach (var limit in new[] { "0", "-1", "10001" })
        {
            yield return Usage(
                $"a list of {limit}",
                $"--limit is {limit}. Give 1 to",
                "list",
                "--limit",
                limit
            );
        }

        yield return Usage("a list of many", "many", "list", "--limit", "many");
        yield return Usage("a list without its number", "--limit", "list", "--limit");
        yield return Usage("late ones, none of them", "--limit is 0. Give 1 to", "late", "--limit", "0");
        yield return Usage("owed ones, none of them", "--limit is 0. Give 1 to", "owed", "--limit", "0");
        foreach (var verb in new[] { "show", "history", "why", "ledger" })
        {
            yield return Usage($"{verb} of nothing", $"See \"sagas {verb} --help\"", verb);
            yield return Failed(
                $"{verb} of nobody",
                "No saga has the id or business key \"nobody\"",
                verb,
                "nobody"
            );
            yield return Failed(
                $"{verb} of an id that is not there",
                $"No saga has the id or business key \"{Id}\"",
                verb,
                Id
            );
        }

        yield return Usage("a diagram of nothing", "See \"sagas diagram --help\"", "diagram");
        yield return Usage(
            "a diagram of a saga that is none",
            "No saga is named \"evil\". Known: order, return",
            "diagram",
            "evil"
        );
        yield return Usage("retries of a saga that is none", "evil", "retries", "evil");
    }

    private static IEnumerable<CommandCase> Requests()
    {
        foreach (var verb in new[] { "cancel", "resume", "settle" })
        {
            yield return Usage($"{verb} without a reason", "--reason", verb, "nobody");
            yield return Failed(
                $"{verb} of nobody",
                "No saga has the id or business key \"nobody\"",
                [verb, "nobody", "--reason", "x", .. Step(verb)]
            );
            yield return Usage(
                $"{verb} with a request that is no GUID",
                "seven",
                [verb, "nobody", "--reason", "x", "--request", "seven", .. Step(verb)]
            );
        }

        yield return Usage(
            "resume of one and all",
            "Give the ID of one saga, or --all-late.",
            "resume",
            "nobody",
            "--all-late",
            "--reason",
            "x"
        );
        yield return Usage(
            "resume of none",
            "Give the ID of one saga, or --all-late.",
            "resume",
            "--reason",
            "x"
        );
        yield return Usage(
            "resume at no rate",
            "--rate is 0. Give 1 to",
            "resume",
            "--all-late",
            "--rate",
            "0",
            "--reason",
            "x"
        );
        yield return Usage("settle of no step", "--step", "settle", "nobody", "--reason", "x");

        static string[] Step(string verb) => verb == "settle" ? ["--step", "payment"] : [];
    }

    private static IEnumerable<CommandCase> Settings()
    {
        yield return Usage("a setting that is none", "Sagas:Typo is not a setting", "list", "--Sagas:Typo=1");
        yield return Usage(
            "a setting without its value",
            "Sagas:Outbox:BatchSize",
            "list",
            "--Sagas:Outbox:BatchSize"
        );
        yield return Usage(
            "a setting out of range",
            "Sagas:Outbox:BatchSize is 0",
            "list",
            "--Sagas:Outbox:BatchSize=0"
        );
        yield return Usage(
            "two settings that contradict each other",
            "Sagas:Database:Provider is Postgres",
            "list",
            "--Sagas:Database:Provider=Postgres",
            "--Sagas:Database:ConnectionString=Host=a"
        );
        yield return Failed(
            "a health that nobody has",
            "No worker answers",
            "healthcheck",
            "--Sagas:Http:Address=http://127.0.0.1:1"
        );
    }
}
