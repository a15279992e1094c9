using System.Text;
using Sagas.Orchestration.DeadLetters.Edits;

namespace Sagas.Fuzz.Targets;

/// <summary>A JSON Patch over the message of a dead letter.</summary>
internal sealed class PatchTarget : ITarget
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        Sample.Envelope("Sagas.Fulfilment.Orders:PlaceOrder", Sample.Order)
    );

    private static readonly HashSet<string> NoneSensitive = [];

    public string Name => "patch";

    public int Share => 10;

    public IReadOnlyList<byte[]> Seeds { get; } =
        Sample.Bytes(
            """[{"op":"replace","path":"/currency","value":"GBP"}]""",
            """[{"op":"add","path":"/lines/-","value":{"sku":"X","quantity":1,"unitPriceMinor":1}},{"op":"test","path":"/key","value":"A-1"}]""",
            """[{"op":"move","from":"/customer","path":"/country"},{"op":"copy","from":"/key","path":"/lines/0/sku"},{"op":"remove","path":"/lines/0"}]"""
        );

    public IReadOnlyList<byte[]> Words { get; } =
        Sample.Bytes([
            .. Sample.JsonWords,
            "\"op\":\"add\"",
            "\"op\":\"move\"",
            "\"from\":\"/lines\"",
            "\"path\":\"\"",
            "\"path\":\"/\"",
            "/lines/0/quantity",
            "~1",
            "~0",
            "~2",
            "/-",
            "/99999999999",
        ]);

    public Answer Read(byte[] input)
    {
        try
        {
            var patch = new MessagePatch(new LetterEdit(Encoding.UTF8.GetString(input)));
            var (body, problem) = patch.ApplyTo(Body);
            if (body is null)
            {
                return new(false, problem ?? "");
            }

            _ = JsonChanges.Between(Body, body, NoneSensitive);
            return new(true, "patched");
        }
        catch (EditException fault)
        {
            return new(false, fault.Message);
        }
    }
}
