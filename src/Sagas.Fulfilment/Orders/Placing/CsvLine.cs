using System.Text;

namespace Sagas.Fulfilment.Orders.Placing;

internal static class CsvLine
{
    /// <returns>The fields, or null when a quote is left open or the line is too long.</returns>
    public static IReadOnlyList<string>? Split(string line)
    {
        if (line.Length > OrderFile.LongestLine)
        {
            return null;
        }

        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var index = 0; index < line.Length; index++)
        {
            var character = line[index];
            if (character == '"' && isQuoted && index + 1 < line.Length && line[index + 1] == '"')
            {
                field.Append('"');
                index++;
            }
            else if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (character == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(character);
            }
        }

        fields.Add(field.ToString());
        return isQuoted ? null : fields;
    }
}
