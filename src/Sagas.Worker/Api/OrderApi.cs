using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Orders.Placing;
using Sagas.Orchestration.Repository;

namespace Sagas.Worker.Api;

/// <summary><c>POST /orders</c>: accepts an order into the outbox; the broker need not be there.</summary>
/// <remarks>
/// 202: accepted; Location says where to follow it. 200: it was accepted before, with the same payload. 409: its key was used
/// with another payload. 400: it has faults, all of which are told. 413: it is larger than <see cref="LargestBody"/>.
/// </remarks>
internal static class OrderApi
{
    /// <summary>Bytes.</summary>
    public const long LargestBody = 256 * 1024;

    private const string KeyHeader = "Idempotency-Key";

    public static void MapOrders(this IEndpointRouteBuilder app) => app.MapPost("/orders", (Delegate)Place);

    private static async Task<IResult> Place(
        HttpContext context,
        OrderPlacing placing,
        CancellationToken cancellationToken
    )
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = LargestBody;
        PlaceOrder order;
        try
        {
            order = await Read(context, cancellationToken);
        }
        catch (JsonException failure)
        {
            return Refuse([$"The body is not an order as JSON: {failure.Message}"]);
        }
        catch (BadHttpRequestException failure)
        {
            return Results.Problem(
                $"The body is larger than {LargestBody} bytes. Split the order.",
                statusCode: failure.StatusCode
            );
        }

        var problems = OrderRules.Check(order).ToList();
        return problems.Count > 0 ? Refuse(problems) : await Accept(placing, order, cancellationToken);
    }

    /// <summary>The key may stand in the body or in the header.</summary>
    private static async Task<PlaceOrder> Read(HttpContext context, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(context.Request.Body);
        var order = SagaJson.Read<PlaceOrder>(await reader.ReadToEndAsync(cancellationToken));
        return context.Request.Headers.TryGetValue(KeyHeader, out var key)
            ? order with
            {
                Key = key.ToString(),
            }
            : order;
    }

    private static async Task<IResult> Accept(
        OrderPlacing placing,
        PlaceOrder order,
        CancellationToken cancellationToken
    )
    {
        var placement = (await placing.Place([order], cancellationToken))[0];
        var body = new { id = placement.OrderId, key = order.Key };
        return placement.Verdict switch
        {
            PlacementVerdict.Accepted => Results.Accepted($"/sagas/{placement.OrderId}", body),
            PlacementVerdict.Known => Results.Ok(body),
            _ => Results.Problem(
                $"The key \"{order.Key}\" was used with another payload. Use a new key, or send the same payload.",
                statusCode: StatusCodes.Status409Conflict
            ),
        };
    }

    private static IResult Refuse(IReadOnlyList<string> problems) =>
        Results.Problem(
            string.Join(" ", problems),
            statusCode: StatusCodes.Status400BadRequest,
            extensions: new Dictionary<string, object?> { ["problems"] = problems }
        );
}
