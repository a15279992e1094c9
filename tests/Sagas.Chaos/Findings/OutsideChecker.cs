using System.Diagnostics;

namespace Sagas.Chaos.Findings;

/// <summary>A checker that is a program of its own, and is told nothing but where the run left everything.</summary>
internal static class OutsideChecker
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <param name="checker">Its .dll.</param>
    /// <param name="description">The run's.</param>
    /// <returns>What it found wrong; empty: nothing.</returns>
    public static async Task<IReadOnlyList<string>> Ask(string checker, string description, ChaosLog log)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            var argument in new[]
            {
                checker,
                description,
                "--json",
                Path.Combine(Path.GetDirectoryName(description)!, "checker.json"),
            }
        )
        {
            start.ArgumentList.Add(argument);
        }

        using var process = new Process { StartInfo = start };
        process.Start();
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await process.WaitForExitAsync();
        log.Write($"the checker says:\n{said}{await errors}");
        return process.ExitCode == 0
            ? []
            : [$"The checker ended with {process.ExitCode}; its report is checker.json in the run's folder."];
    }
}
