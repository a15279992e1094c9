using Spectre.Console;

namespace Sagas.Operations.Screens;

/// <summary>The one look of all tables.</summary>
public static class Grids
{
    public static Table Table() => new Table().Border(TableBorder.Simple).BorderColor(Color.Grey);

    /// <summary>Names on the left, values on the right; a value may take several lines.</summary>
    public static Grid Facts(IEnumerable<(string Name, string Value)> facts)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (name, value) in facts)
        {
            grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
        }

        return grid;
    }

    /// <summary>A cell with text from a file or a database; it is never read as markup.</summary>
    public static Text Cell(string? text, Style? style = null) =>
        new(SafeText.Of(text), style) { Overflow = Overflow.Ellipsis };

    /// <summary>The colour of a saga's state: ended well, ended undone, or still running.</summary>
    public static Style StateStyle(bool hasEnded, string? reason) =>
        new(
            !hasEnded ? Color.Yellow
            : reason is null ? Color.Green
            : Color.Red
        );
}
