using Sagas.Operations.Screens;
using Sagas.Worker.Commands;
using Spectre.Console.Testing;

namespace Sagas.Tests.Commands;

/// <summary>Runs <c>sagas</c> in this process, in a directory of its own that is removed with it.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("sagas-test-");

    public string Output { get; private set; } = "";

    public string Raw { get; private set; } = "";

    public string Errors { get; private set; } = "";

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    public string Write(string file, string text)
    {
        File.WriteAllText(PathOf(file), text);
        return PathOf(file);
    }

    /// <summary>With a database in this directory.</summary>
    public Task<int> Run(params string[] arguments) =>
        RunAsIs([.. arguments, $"--Sagas:Database:ConnectionString=Data Source={PathOf("sagas.db")}"]);

    public async Task<int> RunAsIs(string[] arguments, string input = "")
    {
        using var console = new TestConsole();
        using var raw = new StringWriter();
        using var errors = new StringWriter();
        using var text = new StringReader(input);
        using var patience = new CancellationTokenSource(Patience);
        console.Profile.Width = 120;
        var code = await CommandLine.Run(arguments, new Screen(console, raw, errors), text, patience.Token);
        (Output, Raw, Errors) = (console.Output, raw.ToString(), errors.ToString());
        return code;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
