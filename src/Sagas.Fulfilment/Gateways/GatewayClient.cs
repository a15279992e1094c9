using System.Net;
using System.Net.Http.Json;
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
        catch (Exception failure) when (failure is HttpRequestException or ExecutionRejectedException)
        {
            throw new GatewayFailedException(gateway, failure.Message, failure);
        }
    }

    private static async Task<GatewayAnswer> Read(
        string gateway,
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        if (
            response.StatusCode
            is not (HttpStatusCode.OK or HttpStatusCode.PaymentRequired or HttpStatusCode.UnprocessableEntity)
        )
        {
            throw new GatewayFailedException(
                gateway,
                $"it answered {(int)response.StatusCode} {response.ReasonPhrase}."
            );
        }

        var answer = await response.Content.ReadFromJsonAsync<GatewayAnswer>(cancellationToken);
        return answer is { Reference: not null } or { Reason: not null }
            ? answer
            : throw new GatewayFailedException(gateway, "its answer has neither a reference nor a reason.");
    }
}
