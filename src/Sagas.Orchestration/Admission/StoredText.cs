using System.Text;

namespace Sagas.Orchestration.Admission;

/// <summary>Text of others as every database keeps it: PostgreSQL takes no zero character, and none takes half of a surrogate pair.</summary>
internal static class StoredText
{
    private const char Replacement = '\uFFFD';

    /// <summary>At most so many characters of it; what cannot be kept becomes a replacement character.</summary>
    public static string Of(string text, int longest)
    {
        var end = Math.Min(text.Length, longest);
        if (end < text.Length && end > 0 && char.IsSurrogatePair(text[end - 1], text[end]))
        {
            end--;
        }

        var kept = text.AsSpan(0, end);
        return IsStorable(kept) ? (end == text.Length ? text : kept.ToString()) : Repaired(kept);
    }

    public static bool IsStorable(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // A rune of half a pair is the replacement character; one that was sent as such is replaced by itself.
            if (rune.Value is 0 or Replacement)
            {
                return false;
            }
        }

        return true;
    }

    private static string Repaired(ReadOnlySpan<char> text)
    {
        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return repaired.ToString();
    }
}
