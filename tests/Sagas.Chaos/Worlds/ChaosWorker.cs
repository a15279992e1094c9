using System.Diagnostics;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Wire;

namespace Sagas.Chaos.Worlds;

/// <summary>One worker: its process, whichever life it is in, its links, and the switch of its kill points.</summary>
internal sealed class ChaosWorker(
    string name,
    string role,
    IReadOnlyList<string> settings,
    KillSwitch killSwitch,
    HostClock clock,
    FaultyLink database,
    FaultyLink broker,
    string folder
) : IAsyncDisposable
{
    private const int Killed = 137;
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { Timeout = ProbePatience };
    private readonly Dictionary<string, string> _environment = new(
        killSwitch.Environment.Concat(clock.Environment)
    )
    {
        ["Logging__LogLevel__Default"] = "Warning",
    };

    private SagasProcess? _process;

    public string Name { get; } = name;

    public string Role { get; } = role;

    public KillSwitch Switch { get; } = killSwitch;

    public HostClock Clock { get; } = clock;

    public FaultyLink Database { get; } = database;

    public FaultyLink Broker { get; } = broker;

    public Uri Address { get; } = new($"http://127.0.0.1:{SagasProcess.FreePort()}");

    public int Lives { get; private set; }

    /// <summary>Whether it was ready in this life.</summary>
    public bool WasReady { get; private set; }

    public bool HasExited => _process is null or { HasExited: true };

    public void Launch()
    {
        Switch.DisarmFired();
        WasReady = false;
        Lives++;
        _process = SagasProcess.Start(["run", .. settings, $"--Sagas:Http:Address={Address}"], _environment);
    }

    public void Kill() => _process?.Kill();

    public void Pause() => _process?.Pause();

    public void Continue() => _process?.Continue();

    /// <summary>Keeps what the life that ended has said.</summary>
    /// <returns>Why it ended, if nobody killed it; null: somebody did.</returns>
    public async Task<string?> Bury()
    {
        var process = _process!;
        await process.WaitForExit(ExitPatience);
        var said = process.Said();
        await File.AppendAllTextAsync(
            Path.Combine(folder, $"{Name}.log"),
            $"=== life {Lives}, exit code {process.ExitCode}\n{said}\n"
        );
        var exit = process.ExitCode;
        await process.DisposeAsync();
        _process = null;
        return exit == Killed ? null : $"exit code {exit}: {said[^Math.Min(said.Length, 2_000)..]}";
    }

    public async Task<bool> IsReady()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "healthz/ready"));
            WasReady |= answer.IsSuccessStatusCode;
            return answer.IsSuccessStatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>What its machine's clock says; null: it does not answer.</summary>
    public async Task<DateTimeOffset?> TimeOfDay()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "healthz/live"));
            return answer.Headers.Date;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Returns when it is ready in this life, or after a while: what is to strike it may then miss.</summary>
    public async Task WaitUntilReady(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(AskEvery);
        var started = Stopwatch.GetTimestamp();
        while ((HasExited || !WasReady) && Stopwatch.GetElapsedTime(started) < ReadyPatience)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Continue();
            _process.Kill();
            await Bury();
        }

        _http.Dispose();
        await Database.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
