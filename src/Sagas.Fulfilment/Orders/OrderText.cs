namespace Sagas.Fulfilment.Orders;

/// <summary>Whether every database can keep a text as it is.</summary>
internal static class OrderText
{
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Fault(string? text, int longest) =>
        text is null ? "is missing"
        : text.Length > longest ? $"is too long: {Shown.Text(text)}"
        : !IsStorable(text) ? $"has control characters or broken ones: {Shown.Text(text)}"
        : null;

    /// <summary>As <see cref="Fault"/>, for what identifies something: neither empty nor with blanks around it.</summary>
    public static string? FaultOfKey(string? text, int longest) =>
        Fault(text, longest)
        ?? (
            string.IsNullOrWhiteSpace(text) ? "is empty"
            : char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])
                ? $"has blanks around it: {Shown.Text(text)}"
            : null
        );

    /// <summary>PostgreSQL takes no zero character, and no database half of a surrogate pair.</summary>
    private static bool IsStorable(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]))
            {
                return false;
            }

            if (!char.IsSurrogate(text[index]))
            {
                continue;
            }

            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1]))
            {
                return false;
            }

            index++;
        }

        return true;
    }
}
