namespace Sagas.Operations.Verbs.DeadLetters;

/// <summary>Names as they fit into a column.</summary>
internal static class Names
{
    /// <summary>Without its namespace.</summary>
    public static string Short(string type) => type[(type.LastIndexOfAny([':', '.', '+']) + 1)..];

    public static string Why(string exception, string reason) =>
        exception.Length == 0 ? reason : $"{Short(exception)}: {reason}";
}
