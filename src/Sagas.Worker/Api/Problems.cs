namespace Sagas.Worker.Api;

/// <summary>Refusals as problem details (RFC 9457), with each problem as an item of its own.</summary>
internal static class Problems
{
    public static IResult Of(int status, params string[] problems) =>
        Results.Problem(
            string.Join(' ', problems),
            statusCode: status,
            extensions: new Dictionary<string, object?> { ["problems"] = problems }
        );
}
