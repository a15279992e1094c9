namespace Sagas.Fulfilment.Orders;

/// <summary>Foreign text as it stands in our sentences: quoted, short, and harmless to a terminal.</summary>
internal static class Shown
{
    private const int LongestText = 40;

    public static string Text(string? text)
    {
        if (text is null)
        {
            return "missing";
        }

        var start = text.Length > LongestText ? text[..LongestText] : text;
        var plain = string.Concat(start.Select(character => IsPlain(character) ? character : '?'));
        return text.Length > LongestText ? $"\"{plain}...\" ({text.Length} characters)" : $"\"{plain}\"";
    }

    private static bool IsPlain(char character) => !char.IsControl(character) && !char.IsSurrogate(character);
}
