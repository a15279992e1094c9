using Sagas.Fulfilment.Placing;

namespace Sagas.Worker.Api;

/// <summary><c>POST /orders</c> and the like: accepts a command that starts a saga into the outbox; the broker need not be there.</summary>
/// <remarks>
/// 202: accepted; Location says where to follow it. 200: it was accepted before, with the same payload. 409: its key was used
/// with another payload. 400: it has faults, all of which are told. 413: it is larger than <c>Sagas:Limits:BodyBytes</c>.
/// 503: the database is away; whether it was accepted may be unknown, and the same again is safe. 415: it does not call itself JSON, as a page in a browser could not without asking first.
/// </remarks>
internal static class PlacingApi
{
    /// <summary>An answer, if only that there is none, comes within this time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const string KeyHeader = "Idempotency-Key";

    /// <param name="withKey">The command with a key that stood in the header.</param>
    public static void MapPlacing<TCommand>(
        this IEndpointRouteBuilder app,
        string path,
        Func<TCommand, string, TCommand> withKey
    )
        where TCommand : class =>
        app.MapPost(
            path,
            (HttpContext context, ISagaPlacing<TCommand> placing, CancellationToken cancellationToken) =>
                Place(context, placing, withKey, cancellationToken)
        );

    private static async Task<IResult> Place<TCommand>(
        HttpContext context,
        ISagaPlacing<TCommand> placing,
        Func<TCommand, string, TCommand> withKey,
        CancellationToken cancellationToken
    )
        where TCommand : class
    {
        var (command, refusal) = await RequestBody.Read<TCommand>(
            context,
            $"the {placing.Saga}",
            cancellationToken
        );
        return refusal
            ?? await Accept(
                placing,
                command!,
                context.Request.Headers[KeyHeader],
                withKey,
                cancellationToken
            );
    }

    /// <summary>The key may stand in the body or in the header; in both, it is the same.</summary>
    private static async Task<IResult> Accept<TCommand>(
        ISagaPlacing<TCommand> placing,
        TCommand command,
        string? keyOfHeader,
        Func<TCommand, string, TCommand> withKey,
        CancellationToken cancellationToken
    )
    {
        var keyOfBody = placing.KeyOf(command);
        var keyed = string.IsNullOrEmpty(keyOfBody) ? withKey(command, keyOfHeader ?? "") : command;
        var problems = placing.Check(keyed).ToList();
        if (
            !string.IsNullOrEmpty(keyOfBody)
            && !string.IsNullOrEmpty(keyOfHeader)
            && keyOfHeader != keyOfBody
        )
        {
            problems.Add(
                $"The key is \"{keyOfBody}\" in the body and \"{keyOfHeader}\" in {KeyHeader}. Give one."
            );
        }

        return problems.Count > 0
            ? Problems.Of(StatusCodes.Status400BadRequest, [.. problems])
            : Answer(await Place(placing, keyed, cancellationToken));
    }

    /// <exception cref="TimeoutException">It may or may not have been accepted.</exception>
    private static async Task<Placement<TCommand>> Place<TCommand>(
        ISagaPlacing<TCommand> placing,
        TCommand command,
        CancellationToken cancellationToken
    )
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Patience);
        try
        {
            return (await placing.Place([command], bounded.Token))[0];
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The database did not answer within {Patience}.", failure);
        }
    }

    private static IResult Answer<TCommand>(Placement<TCommand> placement)
    {
        var body = new { id = placement.SagaId, key = placement.Key };
        var location = $"/sagas/{placement.SagaId}";
        return placement.Verdict switch
        {
            PlacementVerdict.Accepted => Results.Accepted(location, body),
            PlacementVerdict.Known => Results.Ok(body),
            _ => Problems.Of(
                StatusCodes.Status409Conflict,
                $"The key \"{placement.Key}\" was used with another payload. Use a new key, or send the same payload."
            ),
        };
    }
}
