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
        var process = new Process { StartInfo = StartOf(program, environment, arguments) };
        process.Start();
        // Read, so that nobody blocks on a full pipe.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static ProcessStartInfo StartOf(
        string program,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string> arguments
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

        return start;
    }

    /// <returns>The lines that the program said.</returns>
    public static async Task<IReadOnlyList<string>> Read(
        string program,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyList<string> arguments
    )
    {
        using var process = new Process { StartInfo = StartOf(program, environment, arguments) };
        process.Start();
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {said}{await errors}"
            );
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
