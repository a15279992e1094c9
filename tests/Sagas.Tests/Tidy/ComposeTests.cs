using System.Diagnostics;

namespace Sagas.Tests.Tidy;

/// <summary>The compose files are read by Compose itself; nothing is started, so no Docker engine is needed.</summary>
internal sealed class ComposeTests
{
    private static readonly string[][] Tools =
    [
        ["docker-compose"],
        ["docker", "compose"],
    ];

    private static readonly string[] UnknownCommands =
    [
        "is not a docker command",
        "unknown command",
        "unknown shorthand flag",
    ];

    [TestCase("docker-compose.yml")]
    [TestCase("docker-compose.yml", "infra/docker/compose.postgres.yml")]
    public void Compose_accepts(params string[] files)
    {
        string[] arguments = [.. files.SelectMany(file => new[] { "-f", file }), "config", "-q"];
        foreach (var tool in Tools)
        {
            if (Run([.. tool, .. arguments]) is { } result)
            {
                Assert.That(result.Code, Is.Zero, $"{string.Join(' ', tool)}: {result.Error}");
                return;
            }
        }

        const string Missing =
            "docker-compose is missing. Install it: apt-get install --no-install-recommends docker-compose";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Missing);
        }

        Assert.Ignore(Missing);
    }

    /// <returns>Null when there is no such program, or it knows no such command.</returns>
    private static (int Code, string Error)? Run(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            // A Docker without its Compose plugin takes "compose" for a mistake.
            return UnknownCommands.Any(words => error.Contains(words, StringComparison.Ordinal))
                ? null
                : (process.ExitCode, error);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
