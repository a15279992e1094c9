using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sagas.Benchmarks.Load;
using Sagas.Benchmarks.Measures;
using Sagas.Benchmarks.Peers;

namespace Sagas.Benchmarks.Runs;

/// <summary>A peer in a process of its own, as the runner sees it.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process) => _process = process;

    /// <param name="niceness">0 to 19; with more than 0 the servers, which share its processors, come first.</param>
    public static async Task<PeerProcess> Start(string peer, Servers servers, int niceness = 0)
    {
        var start = new ProcessStartInfo(
            "nice",
            [
                "-n",
                $"{niceness}",
                Environment.ProcessPath!,
                typeof(PeerProcess).Assembly.Location,
                "peer",
                peer,
                "--database",
                servers.Database,
                "--broker",
                servers.Broker.ToString(),
                "--prefetch",
                $"{servers.Prefetch}",
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            // A compiler's output of a peer belongs nowhere near the sources.
            WorkingDirectory = Path.GetTempPath(),
            // Nor is anybody to watch that folder for settings, where servers write all the time.
            Environment = { ["DOTNET_hostBuilder__reloadConfigOnChange"] = "false" },
        };
        var process = new PeerProcess(Process.Start(start)!);
        await process.Line(line => line == "ready");
        return process;
    }

    public int Id => _process.Id;

    public Task<LoadResult> InFlight(int orders, double seconds) =>
        Ask<LoadResult>(FormattableString.Invariant($"in-flight {orders} {seconds}"));

    public Task<LoadResult> AtRate(double perSecond, double seconds) =>
        Ask<LoadResult>(FormattableString.Invariant($"rate {perSecond} {seconds}"));

    public Task<PeerReading> Read() => Ask<PeerReading>("read");

    /// <summary>One at a time first: a peer that makes its tables with the first order would make them many times at once.</summary>
    public async Task WarmUp(int inFlight, double seconds)
    {
        await InFlight(1, 1);
        await InFlight(inFlight, seconds);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await _process.StandardOutput.ReadToEndAsync(patience.Token);
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<T> Ask<T>(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        return JsonSerializer.Deserialize<T>(await Line(line => line.StartsWith('{')))!;
    }

    /// <summary>What else it says is its log, and is passed on.</summary>
    private async Task<string> Line(Func<string, bool> isIt)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (isIt(line))
            {
                return line;
            }

            await Console.Error.WriteLineAsync(line);
        }

        await _process.WaitForExitAsync();
        throw new InvalidOperationException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The peer ended with exit code {_process.ExitCode} before it had answered. Its own words stand above."
            )
        );
    }
}
