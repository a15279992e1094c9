using System.Text.Json.Nodes;

namespace Sagas.SystemTests.Corruptions;

/// <summary>What may be wrong outside the databases, and in the traces that messages leave in them.</summary>
internal static class MessageCorruptions
{
    private static readonly Guid Nobody = new("00000000-0000-0000-0000-00000000dead");

    public static IReadOnlyList<Corruption> All { get; } =
    [
        new(
            "S2",
            "two payloads were accepted for a key",
            run => run.Journal(lines => First(lines, FinishedRun.ConflictKey, "failed")["outcome"] = "ok")
        ),
        new(
            "S1",
            "an accepted order that nobody has",
            run => run.Journal(lines => First(lines, "U-1", "unknown")["outcome"] = "ok")
        ),
        new(
            "S15",
            "the journal asked for something else",
            run =>
                run.Journal(lines =>
                {
                    foreach (var line in Of(lines, run.Completed.Key))
                    {
                        line["lines"]![0]!["quantity"] = 99;
                    }
                })
        ),
        new(
            "S18",
            "two tenants share an order",
            run => run.Journal(lines => First(lines, run.Completed.Key, "ok")["tenant"] = "other")
        ),
        new(
            "S8",
            "the gateway captured twice",
            run => run.Gateway(report => Add(report, "captures", Capture(report, run.Completed).DeepClone()))
        ),
        new(
            "S8",
            "the carrier came twice",
            run => run.Gateway(report => Add(report, "shipments", run.Completed.Shipment.ToString()))
        ),
        new(
            "S12",
            "the carrier has what was undone",
            run => run.Gateway(report => Add(report, "shipments", run.Undone.Shipment.ToString()))
        ),
        new(
            "S12",
            "the gateway kept the money of an order that was undone",
            run => run.Gateway(report => Capture(report, run.Undone)["refundedMinor"] = 0)
        ),
        new(
            "S13",
            "the gateway gave something back that we do not know",
            run => run.Gateway(report => Capture(report, run.Completed)["refundedMinor"] = 1)
        ),
        new(
            "S13",
            "the gateway never captured what we have in our book",
            run => run.Gateway(report => report["captures"]!.AsArray().Remove(Capture(report, run.Completed)))
        ),
        new(
            "S15",
            "the gateway captured another currency",
            run => run.Gateway(report => Capture(report, run.Completed)["currency"] = "USD")
        ),
        new(
            "S18",
            "the gateway captured for nobody",
            run =>
                run.Gateway(report =>
                {
                    var foreign = Capture(report, run.Completed).DeepClone();
                    foreign["key"] = Nobody.ToString();
                    Add(report, "captures", foreign);
                })
        ),
        new(
            "S7",
            "a command that never came",
            run =>
                run.Ledgers(
                    $"delete from inbox where message_id = (select message_id from inbox where consumer = 'payments/ProcessPayment' limit 1)"
                )
        ),
        new(
            "S7",
            "a command that nobody decided on",
            run => run.Ledgers($"insert into inbox values ('{Nobody}', 'payments/ProcessPayment', now())")
        ),
        new(
            "S19",
            "an answer is lost",
            run =>
                run.Orchestrator(
                    $"delete from inbox where message_id = (select message_id from inbox where consumer = 'order-saga/PaymentProcessed' limit 1)"
                )
        ),
        new("S19", "a letter is lost", run => run.Queue("payments_error", queue => queue["ready"] = 0)),
        new("S20", "a letter without its body", run => run.Ledgers($"delete from dead_letter_body")),
        new(
            "S20",
            "a letter without its headers",
            run => run.Ledgers($"update dead_letter_body set headers = ''")
        ),
        new(
            "S20",
            "a letter without a reason",
            run => run.Ledgers($"update dead_letter set reason = '', exception = ''")
        ),
        new(
            "S20",
            "a letter that was replayed to nobody",
            run => run.Ledgers($"update dead_letter set status = 'Replayed'")
        ),
        new("L1", "a message left in a queue", run => run.Queue("payments", queue => queue["ready"] = 1)),
        new(
            "L1",
            "a message that somebody holds",
            run => run.Queue("shipping", queue => queue["unacknowledged"] = 1)
        ),
        new(
            "L1",
            "a message left in an outbox",
            run =>
                run.Ledgers(
                    $"insert into outbox (id, message_id, destination, content_type, body, metadata, created_at) values ('{Nobody}', '{Nobody}', '', '', '', '', now())"
                )
        ),
    ];

    private static IEnumerable<JsonObject> Of(List<JsonObject> lines, string key) =>
        lines.Where(line => line["key"]!.GetValue<string>() == key);

    private static JsonObject First(List<JsonObject> lines, string key, string outcome) =>
        Of(lines, key).First(line => line["outcome"]!.GetValue<string>() == outcome);

    private static JsonNode Capture(JsonObject report, Victim victim) =>
        report["captures"]!.AsArray().Single(capture => capture!["key"]!.GetValue<Guid>() == victim.Payment)!;

    private static void Add(JsonObject report, string list, JsonNode? node) =>
        report[list]!.AsArray().Add(node);
}
