using System.Text;
using System.Text.Json;
using MassTransit;
using Sagas.Core;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;

namespace Sagas.Worker.Api;

/// <summary>
/// What clients and operators ask of a saga: <c>POST /sagas/{id or key}/cancel</c>, <c>/resume</c> and <c>/settle</c>, with
/// <c>by</c> and <c>reason</c> as JSON; for settle also <c>step</c>, and where they are needed <c>answerType</c>,
/// <c>answer</c> and <c>secondBy</c>.
/// </summary>
/// <remarks>
/// 200: done. The same <c>Idempotency-Key</c> again: not done again, the first outcome. 409: not possible, with the reason.
/// 404: there is no such saga. 400: the body has faults. 415: it does not call itself JSON.
/// </remarks>
internal static class SagaRequestApi
{
    private const string KeyHeader = "Idempotency-Key";

    public sealed record Body(
        string? By,
        string? Reason,
        string? Step,
        string? AnswerType,
        JsonElement? Answer,
        string? SecondBy
    );

    public static void MapSagaRequests(this IEndpointRouteBuilder app)
    {
        Map(app, "cancel", OperatorAction.Cancel);
        Map(app, "resume", OperatorAction.Resume);
        Map(app, "settle", OperatorAction.Settle);
    }

    private static void Map(IEndpointRouteBuilder app, string path, OperatorAction action) =>
        app.MapPost(
            $"/sagas/{{idOrKey}}/{path}",
            (
                HttpContext context,
                ISagaReader reader,
                ISagaOperator desk,
                string idOrKey,
                string? type,
                CancellationToken cancellationToken
            ) => Ask(context, reader, desk, action, idOrKey, type, cancellationToken)
        );

    private static async Task<IResult> Ask(
        HttpContext context,
        ISagaReader reader,
        ISagaOperator desk,
        OperatorAction action,
        string idOrKey,
        string? type,
        CancellationToken cancellationToken
    )
    {
        var (body, refusal) = await RequestBody.Read<Body>(context, "the request", cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(body!.By) || string.IsNullOrWhiteSpace(body.Reason))
        {
            return Problems.Of(StatusCodes.Status400BadRequest, "Give \"by\" and \"reason\": both are kept.");
        }

        var requestId = RequestId(context.Request.Headers[KeyHeader]);
        return await SagaApi.WithOne(
            reader,
            idOrKey,
            type,
            async saga =>
            {
                var outcome = await desk.Apply(
                    new(requestId, action, saga.Type, saga.Id, body.By, body.Reason)
                    {
                        Step = body.Step,
                        AnswerType = body.AnswerType,
                        Answer = body.Answer?.GetRawText(),
                        SecondBy = body.SecondBy,
                    },
                    cancellationToken
                );
                return outcome.IsDone
                    ? Results.Json(new { outcome = outcome.Text, requestId })
                    : Problems.Of(StatusCodes.Status409Conflict, outcome.Text);
            },
            cancellationToken
        );
    }

    /// <summary>A client's key may be any text.</summary>
    private static Guid RequestId(string? key) =>
        string.IsNullOrEmpty(key) ? NewId.NextGuid()
        : Guid.TryParse(key, out var id) ? id
        : DerivedId.OfContent(Encoding.UTF8.GetBytes(key));
}
