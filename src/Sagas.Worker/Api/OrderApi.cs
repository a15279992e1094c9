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
/// 415: it does not call itself JSON, as a page in a browser could not without asking first.
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
        if (!context.Request.HasJsonContentType())
        {
            return Problems.Of(
                StatusCodes.Status415UnsupportedMediaType,
                "Send the order as application/json."
            );
        }

        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = LargestBody;
        try
        {
            var order = await JsonSerializer.DeserializeAsync<PlaceOrder>(
                context.Request.Body,
                SagaJson.Options,
                cancellationToken
            );
            return await Accept(placing, order, context.Request.Headers[KeyHeader], cancellationToken);
        }
        catch (JsonException failure)
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                $"The body is not an order as JSON: {failure.Message}"
            );
        }
        catch (BadHttpRequestException failure)
        {
            return Problems.Of(
                failure.StatusCode,
                failure.StatusCode == StatusCodes.Status413PayloadTooLarge
                    ? $"The body is larger than {LargestBody} bytes. Split the order."
                    : failure.Message
            );
        }
    }

    /// <summary>The key may stand in the body or in the header; in both, it is the same.</summary>
    private static async Task<IResult> Accept(
        OrderPlacing placing,
        PlaceOrder? order,
        string? keyOfHeader,
        CancellationToken cancellationToken
    )
    {
        if (order is null)
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "The body is null. Give an order.");
        }

        var keyed = string.IsNullOrEmpty(order.Key) ? order with { Key = keyOfHeader ?? "" } : order;
        var problems = OrderRules.Check(keyed).ToList();
        if (!string.IsNullOrEmpty(keyOfHeader) && keyOfHeader != keyed.Key)
        {
            problems.Add(
                $"The key is \"{keyed.Key}\" in the body and \"{keyOfHeader}\" in {KeyHeader}. Give one."
            );
        }

        return problems.Count > 0
            ? Problems.Of(StatusCodes.Status400BadRequest, [.. problems])
            : Answer((await placing.Place([keyed], cancellationToken))[0]);
    }

    private static IResult Answer(Placement placement)
    {
        var body = new { id = placement.OrderId, key = placement.Order.Key };
        var location = $"/sagas/{placement.OrderId}";
        return placement.Verdict switch
        {
            PlacementVerdict.Accepted => Results.Accepted(location, body),
            PlacementVerdict.Known => Results.Ok(body),
            _ => Problems.Of(
                StatusCodes.Status409Conflict,
                $"The key \"{placement.Order.Key}\" was used with another payload. Use a new key, or send the same payload."
            ),
        };
    }
}
