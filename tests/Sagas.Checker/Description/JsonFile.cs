using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sagas.Checker.Description;

/// <summary>Reads what other programs wrote for the checker. A doubt is a fault, for a check that guesses proves nothing.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions Lenient = new(Strict)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <exception cref="UnreadableException">It is not there, or is not what it should be.</exception>
    public static T Read<T>(string file)
        where T : class => Parse<T>(Text(file), file, Strict);

    /// <summary>As <see cref="Read"/>, of a report that may say more than is needed.</summary>
    public static T ReadPart<T>(string file)
        where T : class => Parse<T>(Text(file), file, Lenient);

    /// <summary>A value for each line; empty lines are passed over.</summary>
    /// <exception cref="UnreadableException">It is not there, or a line is not what it should be.</exception>
    public static IReadOnlyList<T> ReadLines<T>(string file)
        where T : class =>
        [
            .. Text(file)
                .Split('\n')
                .Select((line, index) => (Line: line.Trim(), Number: index + 1))
                .Where(line => line.Line.Length > 0)
                .Select(line => Parse<T>(line.Line, $"{file}, line {line.Number}", Lenient)),
        ];

    private static T Parse<T>(string text, string where, JsonSerializerOptions options)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, options)
                ?? throw new UnreadableException($"{where}: expected a {typeof(T).Name}, found null.");
        }
        catch (JsonException fault)
        {
            throw new UnreadableException($"{where}: {fault.Message}", fault);
        }
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableException($"{file} cannot be read: {fault.Message}", fault);
        }
    }
}
