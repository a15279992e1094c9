using System.Diagnostics;

namespace Sagas.TestKit.Services;

/// <summary>Processes of servers that a test starts for itself.</summary>
internal static class OwnServer
{
    public static string Folder(string name) => Directory.CreateTempSubdirectory($"sagas-{name}-").FullName;

    public static Process Start(
        string program,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.Start();
        // Read, so that nobody blocks on a full pipe.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    public static Task Run(string program, params string[] arguments) =>
        Run(program, new Dictionary<string, string>(), arguments);

    public static async Task Run(
        string program,
        IReadOnlyDictionary<string, string> environment,
        params string[] arguments
    )
    {
        using var process = Start(program, environment, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}."
            );
        }
    }
}
