using System.Diagnostics;

namespace Sagas.Tests;

/// <summary>The working copy that the tests were built from.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<string>> Listed = new(List);

    public static string Root { get; } = Find(TestContext.CurrentContext.TestDirectory);

    /// <summary>What git tracks, or would: relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files => Listed.Value;

    public static IEnumerable<string> Sources =>
        Files.Where(file =>
            file.EndsWith(".cs", StringComparison.Ordinal)
            && !file.Contains("/Migrations/", StringComparison.Ordinal)
        );

    public static IEnumerable<string> Projects =>
        Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(Path(relative));

    public static string[] Lines(string relative) => File.ReadAllLines(Path(relative));

    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Sagas.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No folder above {start} holds Sagas.sln. Run the tests inside a clone."
        );
    }

    private static List<string> List()
    {
        var git = new ProcessStartInfo("git")
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        // A clone may belong to another user than the one who tests it.
        string[] arguments = ["-c", "safe.directory=*", "ls-files", "-z", "-co", "--exclude-standard"];
        foreach (var argument in arguments)
        {
            git.ArgumentList.Add(argument);
        }

        using var process = Process.Start(git)!;
        var files = process.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. files.Distinct().Where(file => File.Exists(Path(file)))]
            : throw new InvalidOperationException(
                $"git cannot list the files of {Root}. Run the tests inside a clone."
            );
    }
}
