using System.Globalization;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Worker.Api;

/// <summary>
/// Reads sagas of every type: <c>GET /sagas</c>, <c>/sagas/{id or key}</c> and <c>/sagas/{id or key}/history</c>.
/// </summary>
/// <remarks>404: there is none. 409: sagas of several types share the id or key; say which with <c>?type=</c>.</remarks>
internal static class SagaApi
{
    private const int DefaultLimit = 50;
    private const int HighestLimit = 10_000;

    public static void MapSagas(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sagas", List);
        app.MapGet("/sagas/{idOrKey}", Show);
        app.MapGet("/sagas/{idOrKey}/history", History);
    }

    /// <summary>Newest first.</summary>
    private static async Task<IResult> List(
        ISagaReader reader,
        string? type,
        string? state,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var count = DefaultLimit;
        if (
            limit is not null
            && (
                !int.TryParse(limit, CultureInfo.InvariantCulture, out count)
                || count is < 1 or > HighestLimit
            )
        )
        {
            return Problems.Of(
                StatusCodes.Status400BadRequest,
                $"The limit is \"{limit}\". Give 1 to {HighestLimit}."
            );
        }

        var sagas = await reader.List(new SagaFilter(type, state, count), cancellationToken);
        return Results.Json(sagas.Select(SagaSummary.Of));
    }

    private static Task<IResult> Show(
        ISagaReader reader,
        string idOrKey,
        string? type,
        CancellationToken cancellationToken
    ) =>
        WithOne(
            reader,
            idOrKey,
            type,
            saga => Task.FromResult(Results.Json(SagaSummary.Of(saga))),
            cancellationToken
        );

    /// <summary>Oldest first.</summary>
    private static Task<IResult> History(
        ISagaReader reader,
        string idOrKey,
        string? type,
        CancellationToken cancellationToken
    ) =>
        WithOne(
            reader,
            idOrKey,
            type,
            async saga =>
            {
                var entries = await reader.History(saga.Type, saga.Id, cancellationToken);
                return Results.Json(entries.Select(HistoryLine.Of));
            },
            cancellationToken
        );

    /// <summary>The one saga that a person named, or why there is not one.</summary>
    public static async Task<IResult> WithOne(
        ISagaReader reader,
        string idOrKey,
        string? type,
        Func<SagaRecord, Task<IResult>> answer,
        CancellationToken cancellationToken
    )
    {
        var found = await reader.Named(idOrKey, cancellationToken);
        var sagas = found.Where(saga => type is null || saga.Type == type).ToList();
        return sagas switch
        {
            [var saga] => await answer(saga),
            [] => Problems.Of(
                StatusCodes.Status404NotFound,
                $"There is no saga with the id or key \"{idOrKey}\". One that was accepted a moment ago may not have started yet."
            ),
            _ => Problems.Of(
                StatusCodes.Status409Conflict,
                $"Sagas of the types {string.Join(", ", sagas.Select(saga => saga.Type))} have it. Say which with ?type=."
            ),
        };
    }
}
