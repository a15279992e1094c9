using System.Globalization;
using System.Text;

namespace Sagas.Operations.Screens;

/// <summary>Makes text from files and databases harmless on a terminal.</summary>
public static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>
    /// Line breaks and tabs become blanks. Other control characters (escape sequences begin with one) and characters
    /// that reverse the direction of writing become the replacement character.
    /// </summary>
    public static string Of(string? text)
    {
        var safe = new StringBuilder(text?.Length ?? 0);
        foreach (var character in text ?? "")
        {
            safe.Append(
                character is '\n' or '\r' or '\t' ? ' '
                : IsHarmful(character) ? Replacement
                : character
            );
        }

        return safe.ToString();
    }

    /// <summary>As <see cref="Of"/>, for text of several lines, which it keeps.</summary>
    public static string OfLines(string text) => string.Join('\n', text.Split('\n').Select(Of));

    private static bool IsHarmful(char character) =>
        char.IsControl(character)
        || (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format && character != '\u200D');
}
