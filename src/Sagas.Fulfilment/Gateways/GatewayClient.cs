using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Polly;

namespace Sagas.Fulfilment.Gateways;

/// <summary>One call to a gateway: JSON there and back, the key as <c>Idempotency-Key</c>.</summary>
internal static class GatewayClient
{
    /// <exception cref="GatewayFailedException">No answer, or one that makes no sense.</exception>
    public static async Task<GatewayAnswer> Post(
        this HttpClient client,
        string gateway,
        string path,
        Guid key,
        object body,
        CancellationToken cancellationToken
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body),
        };
        request.Headers.Add("Idempotency-Key", key.ToString());
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            return await Read(gateway, response, cancellationToken);
        }
        catch (Exception failure) when (IsNoAnswer(failure, cancellationToken))
        {
            throw new GatewayFailedException(gateway, failure.Message, failure);
        }
    }

    /// <summary>A refusal by status is a refusal, whatever else stands in its body.</summary>
    private static async Task<GatewayAnswer> Read(
        string gateway,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK or HttpStatusCode.Created:
                var done = await response.Content.ReadFromJsonAsync<GatewayAnswer>(cancellationToken);
                return done?.Reference is { Length: > 0 and <= GatewayAnswer.LongestReference } reference
                    ? GatewayAnswer.Accepted(reference)
                    : throw new GatewayFailedException(
                        gateway,
                        $"it accepted without a reference of 1 to {GatewayAnswer.LongestReference} characters."
                    );
            case HttpStatusCode.PaymentRequired or HttpStatusCode.UnprocessableEntity:
                var refusal = await response.Content.ReadFromJsonAsync<GatewayAnswer>(cancellationToken);
                return GatewayAnswer.Refused(refusal?.Reason ?? "no reason given");
            default:
                throw new GatewayFailedException(
                    gateway,
                    $"it answered {(int)response.StatusCode} {response.ReasonPhrase}."
                );
        }
    }

    /// <summary>Cut connections, timeouts, an open circuit and garbage. Our own cancellation is none of these.</summary>
    private static bool IsNoAnswer(Exception failure, CancellationToken cancellationToken) =>
        failure
            is HttpRequestException
                or ExecutionRejectedException
                or JsonException
                or NotSupportedException
        || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
