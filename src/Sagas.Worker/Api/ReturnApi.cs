using Sagas.Fulfilment.Returns;

namespace Sagas.Worker.Api;

/// <summary><c>POST /returns/{id or key}/received</c>: the warehouse has the goods of a return.</summary>
/// <remarks>
/// 202: the inventory is told, through the outbox. 200: the return is completed. 409: it was cancelled, and the goods are the
/// customer's. 404: there is none.
/// </remarks>
internal static class ReturnApi
{
    public static void MapArrivals(this IEndpointRouteBuilder app) =>
        app.MapPost("/returns/{idOrKey}/received", Receive);

    private static async Task<IResult> Receive(
        GoodsArrivals arrivals,
        string idOrKey,
        CancellationToken cancellationToken
    )
    {
        var arrival = await arrivals.Report(idOrKey, cancellationToken);
        return arrival.Verdict switch
        {
            ArrivalVerdict.Accepted => Results.Accepted(
                $"/sagas/{arrival.ReturnId}",
                new { id = arrival.ReturnId }
            ),
            ArrivalVerdict.Done => Results.Ok(new { id = arrival.ReturnId }),
            ArrivalVerdict.Cancelled => Problems.Of(
                StatusCodes.Status409Conflict,
                $"The return \"{idOrKey}\" was cancelled: {arrival.Reason}. The goods are the customer's."
            ),
            _ => Problems.Of(
                StatusCodes.Status404NotFound,
                $"There is no return with the id or key \"{idOrKey}\". One that was accepted a moment ago may not have started yet."
            ),
        };
    }
}
