using System.Runtime.CompilerServices;
using System.Text.Json;
using Sagas.Orchestration.Repository;

namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>One PlaceOrder as JSON on each line; empty lines are passed over.</summary>
internal static class JsonLinesOrders
{
    public static async IAsyncEnumerable<OrderFileItem> Read(
        TextReader text,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (var (number, line) in OrderFile.Lines(text, cancellationToken))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(number, line);
            }
        }
    }

    private static OrderFileItem Parse(int number, string line)
    {
        if (line.Length > OrderFile.LongestLine)
        {
            return new OrderFileItem.Unreadable(
                number,
                $"it has {line.Length} characters. Give at most {OrderFile.LongestLine}."
            );
        }

        try
        {
            var order = SagaJson.Read<PlaceOrder>(line);
            var problems = OrderRules.Check(order).ToList();
            return problems.Count == 0
                ? new OrderFileItem.Order(number, order)
                : new OrderFileItem.Unreadable(number, string.Join(" ", problems));
        }
        catch (JsonException failure)
        {
            return new OrderFileItem.Unreadable(number, $"it is not an order as JSON: {failure.Message}");
        }
    }
}
