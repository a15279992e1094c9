using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;
using Sagas.Orchestration.Admission;

namespace Sagas.Worker.Api;

/// <summary>Reads what a client sends as JSON. A misspelt, missing or repeated member must not become a price of nothing.</summary>
internal static class RequestBody
{
    internal static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        MaxDepth = AdmissionOptions.Depth,
        NumberHandling = JsonNumberHandling.Strict,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireNumbersOnly } },
    };

    /// <param name="thing">What it should be, such as "the order".</param>
    /// <returns>What was read, or the refusal.</returns>
    public static async Task<(T? Value, IResult? Refusal)> Read<T>(
        HttpContext context,
        string thing,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (!context.Request.HasJsonContentType())
        {
            return (
                null,
                Problems.Of(StatusCodes.Status415UnsupportedMediaType, $"Send {thing} as application/json.")
            );
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(
                context.Request.Body,
                Strict,
                cancellationToken
            );
            return value is null
                ? (null, Refused($"The body is null. Give {thing} as JSON."))
                : (value, null);
        }
        catch (JsonException failure)
        {
            return (null, Refused($"The body is not {thing} as JSON: {failure.Message}"));
        }
        catch (BadHttpRequestException failure)
        {
            var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
            return (
                null,
                Problems.Of(
                    failure.StatusCode,
                    failure.StatusCode == StatusCodes.Status413PayloadTooLarge
                        ? $"The body is larger than {limit} bytes. Split {thing}."
                        : failure.Message
                )
            );
        }
    }

    private static IResult Refused(string problem) => Problems.Of(StatusCodes.Status400BadRequest, problem);

    /// <summary>Texts and lists that are missing are told by the rules of what they belong to, all of them at once.</summary>
    private static void RequireNumbersOnly(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => !property.PropertyType.IsPrimitive))
        {
            property.IsRequired = false;
        }
    }
}
