using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sagas.Operations.Screens;

/// <summary>Where commands write: results to the standard output, complaints to the standard error.</summary>
/// <param name="output">The same stream as <paramref name="raw"/>, with colours and width.</param>
/// <param name="raw">For JSON and other text that is neither coloured nor wrapped.</param>
/// <param name="errors">For one line that says what went wrong.</param>
public sealed class Screen(IAnsiConsole output, TextWriter raw, TextWriter errors)
{
    /// <summary>Columns of tables that go to a file or another program.</summary>
    private const int WidthElsewhere = 120;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        // Quotes and umlauts stay readable; control characters are escaped all the same.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public IAnsiConsole Output { get; } = output;

    /// <summary>Whether somebody watches, so that a bar may move.</summary>
    public bool IsTerminal => Output.Profile.Out.IsTerminal && Output.Profile.Capabilities.Ansi;

    public static Screen Standard()
    {
        var output = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
        {
            output.Profile.Width = WidthElsewhere;
        }

        return new(output, Console.Out, Console.Error);
    }

    public void Show(IRenderable renderable) => Output.Write(renderable);

    /// <summary>A line without markup.</summary>
    public void Line(string text = "") => Output.WriteLine(SafeText.Of(text));

    /// <summary>Text as it is, neither coloured nor wrapped.</summary>
    public void Raw(string text) => raw.Write(text);

    /// <summary>The result as JSON, with nothing else beside it.</summary>
    public void ShowJson(object result) =>
        raw.WriteLine(JsonSerializer.Serialize(result, result.GetType(), Json));

    /// <summary>A line for each fault.</summary>
    public void Complain(string message) => errors.WriteLine(SafeText.OfLines(message));
}
