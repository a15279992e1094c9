using System.Diagnostics;
using System.Text.Json;

namespace Sagas.SystemTests.BadInput;

/// <summary>The fuzzer in a process of its own, for what it finds may end a process.</summary>
internal static class FuzzRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly string Fuzzer = Path.Combine(AppContext.BaseDirectory, "Sagas.Fuzz.dll");

    public static async Task<FuzzFindings> Run(long executions, int seed)
    {
        var last = Path.Combine(Path.GetTempPath(), $"sagas-fuzz-{Environment.ProcessId}");
        var (code, output) = await Start(
            "--executions",
            $"{executions}",
            "--seed",
            $"{seed}",
            "--last",
            last
        );
        if (output.Split('\n').LastOrDefault(line => line.StartsWith('{')) is { } report)
        {
            return JsonSerializer.Deserialize<FuzzFindings>(report, JsonSerializerOptions.Web)!;
        }

        // It died without a report: of the input that it was reading.
        var (_, repeated) = await Start("--repeat-last", "--last", last);
        return new(seed, 0, TimeSpan.Zero, [$"The fuzzer ended with {code}, reading this: {repeated}"]);
    }

    private static async Task<(int Code, string Output)> Start(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", [Fuzzer, .. arguments])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException late)
        {
            process.Kill();
            throw new TimeoutException($"The fuzzer did not end within {Patience}.", late);
        }
    }
}

/// <summary>What the fuzzer reports.</summary>
internal sealed record FuzzFindings(
    int Seed,
    long Executions,
    TimeSpan Took,
    IReadOnlyList<string> Violations
);
