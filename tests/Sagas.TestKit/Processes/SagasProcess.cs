using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sagas.TestKit.Processes;

/// <summary>The built executable as a process of its own.</summary>
public sealed class SagasProcess : IAsyncDisposable
{
    /// <summary>Of this version: as SAGAS_WORKER names it, published, or else as it was built.</summary>
    public static readonly string Present = Environment.GetEnvironmentVariable("SAGAS_WORKER")
        is { Length: > 0 } published
        ? published
        : Path.Combine(AppContext.BaseDirectory, "sagas.dll");

    /// <summary>Of the version that is built beside it for the tests of upgrades.</summary>
    public static readonly string Next = Path.Combine(AppContext.BaseDirectory, "next", "sagas.dll");

    private const int LowestPort = 20_000;
    private const int HighestPort = 32_000;
    private const int MostPorts = 100;
    private static int _portsGiven;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _output = new();

    private SagasProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public IReadOnlyCollection<string> Errors => _errors;

    public IReadOnlyCollection<string> Output => _output;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static SagasProcess Start(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string? executable = null
    )
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(executable ?? Present);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // It lives too short for what the compiler learns of it to pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new SagasProcess(new Process { StartInfo = start });
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="TimeoutException">It did not end in time, and was killed.</exception>
    public static Task<SagasProcess> Run(TimeSpan within, params string[] arguments) =>
        RunOf(Present, within, arguments);

    /// <summary>The same of another version.</summary>
    public static async Task<SagasProcess> RunOf(
        string executable,
        TimeSpan within,
        params string[] arguments
    )
    {
        var process = Start(arguments, executable: executable);
        await process.WaitForExit(within);
        return process;
    }

    /// <summary>Below those that the system gives to outgoing connections: nobody gets it while its server is down.</summary>
    public static int FreePort()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Each once, and other processes elsewhere.
                var place = (uint)((Environment.ProcessId * 97) + Interlocked.Increment(ref _portsGiven));
                var port = LowestPort + (int)(place % (HighestPort - LowestPort));
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (attempt < MostPorts)
            {
                // Somebody has it.
            }
        }
    }

    public async Task WaitForExit(TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException failure)
        {
            Kill();
            throw new TimeoutException(
                $"Expected the process to end within {within}. It said:\n{Said()}",
                failure
            );
        }
    }

    /// <summary>SIGKILL: nothing is finished, nothing is said.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    public int Id => _process.Id;

    /// <summary>SIGTERM: asks for a graceful stop.</summary>
    public void Terminate()
    {
        const int Sigterm = 15;
        _ = SendSignal(_process.Id, Sigterm);
    }

    /// <summary>SIGSTOP: it does nothing until <see cref="Continue"/>, and does not know that it did not.</summary>
    public void Pause()
    {
        const int Sigstop = 19;
        _ = SendSignal(_process.Id, Sigstop);
    }

    /// <summary>SIGCONT. Again: does nothing.</summary>
    public void Continue()
    {
        const int Sigcont = 18;
        _ = SendSignal(_process.Id, Sigcont);
    }

    public string Said() => string.Join('\n', _output.Concat(_errors));

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}
