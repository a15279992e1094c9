using System.Text;

namespace Sagas.Fulfilment.Orders.Placing;

internal static class CsvLine
{
    /// <summary>Whether a quote is open behind a line, without taking the line apart.</summary>
    /// <param name="isQuoted">Whether one is open before it.</param>
    public static bool LeavesQuoteOpen(string line, bool isQuoted)
    {
        var isStart = !isQuoted;
        for (var index = 0; index < line.Length; index++)
        {
            var character = line[index];
            if (isQuoted && character == '"' && index + 1 < line.Length && line[index + 1] == '"')
            {
                index++;
            }
            else if (character == '"' && (isQuoted || isStart))
            {
                isQuoted = !isQuoted;
            }

            isStart = character == ',' && !isQuoted;
        }

        return isQuoted;
    }

    /// <summary>A quote counts at the start of a field only; elsewhere it is text, as in <c>6" RULER</c>.</summary>
    /// <returns>The fields; null when a quote is left open.</returns>
    public static IReadOnlyList<string>? Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        var isStart = true;
        for (var index = 0; index < line.Length; index++)
        {
            var character = line[index];
            if (isQuoted && character == '"' && index + 1 < line.Length && line[index + 1] == '"')
            {
                field.Append('"');
                index++;
            }
            else if (character == '"' && (isQuoted || isStart))
            {
                isQuoted = !isQuoted;
            }
            else if (character == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
                isStart = true;
                continue;
            }
            else
            {
                field.Append(character);
            }

            isStart = false;
        }

        fields.Add(field.ToString());
        return isQuoted ? null : fields;
    }
}
