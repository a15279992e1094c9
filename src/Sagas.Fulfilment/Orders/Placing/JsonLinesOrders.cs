using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>One PlaceOrder as JSON on each line; empty lines are passed over.</summary>
internal static class JsonLinesOrders
{
    private const string Example =
        """{"key":"A-1","customer":"","country":"","currency":"GBP","lines":[{"sku":"85123A","quantity":6,"unitPriceMinor":255}]}""";

    /// <summary>Strict: a misspelt name must not become a price of nothing.</summary>
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static async IAsyncEnumerable<OrderFileItem> Read(
        TextReader text,
        string currency,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var lines = new FileLineReader(text);
        while (await lines.Read(cancellationToken) is { } line)
        {
            var json = line.Text.TrimStart('\uFEFF');
            if (line.Fault is { } fault)
            {
                yield return new OrderFileItem.Unreadable(line.Number, fault);
            }
            else if (json.Contains(CsvRow.Undecodable, StringComparison.Ordinal))
            {
                yield return new OrderFileItem.Unreadable(line.Number, CsvRow.NotUtf8);
            }
            else if (!string.IsNullOrWhiteSpace(json))
            {
                yield return Parse(line.Number, json, currency);
            }
        }
    }

    private static OrderFileItem Parse(int number, string json, string currency)
    {
        try
        {
            if (JsonSerializer.Deserialize<JsonOrder>(json, Options) is not { } read)
            {
                return new OrderFileItem.Unreadable(
                    number,
                    $"it is null. Expected an order such as {Example}."
                );
            }

            var order = read.ToCommand(currency);
            var problems = read.MissingNumbers().Concat(OrderRules.Check(order)).ToList();
            return problems.Count == 0
                ? new OrderFileItem.Order(number, order)
                : new OrderFileItem.Unreadable(number, string.Join(" ", problems));
        }
        catch (JsonException failure)
        {
            return new OrderFileItem.Unreadable(number, Explain(failure));
        }
    }

    private static string Explain(JsonException failure)
    {
        var place = failure.Path is null or "$" ? "" : $" at {Shown.Text(failure.Path)}";
        var character = failure.BytePositionInLine is { } position ? $", byte {position + 1}" : "";
        return $"it is not an order as JSON: broken, or with an unknown, repeated or wrong field{place}{character}. "
            + $"Expected one such as {Example}.";
    }
}
