namespace Sagas.Worker.Api;

/// <summary>
/// Refuses addresses and keys that no database could look up: with control characters, or halves of characters. It is the
/// client's mistake, and would look like a database that is away.
/// </summary>
internal static class RequestText
{
    private const string KeyHeader = "Idempotency-Key";
    private const int LongestKey = 256;

    public static void UseRequestText(this WebApplication app) =>
        app.Use(
            (context, next) =>
                Problem(context.Request) is { } problem
                    ? Problems.Of(StatusCodes.Status400BadRequest, problem).ExecuteAsync(context)
                    : next(context)
        );

    private static string? Problem(HttpRequest request)
    {
        if (!IsPlain(request.Path.Value))
        {
            return "The path has control characters or broken ones. Give an id or a key as it was placed.";
        }

        foreach (var (name, values) in request.Query)
        {
            if (!IsPlain(name) || !values.All(IsPlain))
            {
                return "The query has control characters or broken ones. Give names as \"sagas list\" shows them.";
            }
        }

        var key = request.Headers[KeyHeader].ToString();
        return key.Length > LongestKey || !IsPlain(key)
            ? $"{KeyHeader} has {key.Length} characters, or some that are none. Give at most {LongestKey}, without control characters."
            : null;
    }

    /// <summary>Half of a surrogate pair, and what is not UTF-8, arrive as the replacement character.</summary>
    private static bool IsPlain(string? text) =>
        text is null
        || text.EnumerateRunes()
            .All(rune => !System.Text.Rune.IsControl(rune) && rune != System.Text.Rune.ReplacementChar);
}
