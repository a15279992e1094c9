namespace Sagas.TestKit.Processes;

/// <summary>A worker in a process of its own, that can be killed and started again.</summary>
public sealed class WorkerProcess(
    IReadOnlyList<string> settings,
    IReadOnlyDictionary<string, string>? environment = null
) : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new();
    private SagasProcess? _process;

    public Uri Address { get; } = new($"http://127.0.0.1:{SagasProcess.FreePort()}");

    public SagasProcess Process =>
        _process ?? throw new InvalidOperationException("The worker was not started.");

    /// <summary>Of the version that is launched next.</summary>
    public string Executable { get; set; } = SagasProcess.Present;

    /// <summary>Returns when it is ready.</summary>
    public async Task Start()
    {
        Launch();
        await WaitUntilReady();
    }

    public Task WaitUntilReady() => Eventually.Get("a ready worker", StartPatience, IsReady, ready => ready);

    /// <summary>Starts again what was killed, and returns when it is ready.</summary>
    public async Task Restarted()
    {
        await Process.DisposeAsync();
        await Start();
    }

    /// <summary>Returns at once.</summary>
    public void Launch() =>
        _process = SagasProcess.Start(
            ["run", .. settings, $"--Sagas:Http:Address={Address}"],
            environment,
            Executable
        );

    public async Task KillAndRestart()
    {
        await Process.DisposeAsync();
        Launch();
    }

    public Task<HttpResponseMessage> Post(
        string path,
        string body,
        string contentType = "application/json"
    ) => _http.PostAsync(new Uri(Address, path), new StringContent(body, null, contentType));

    /// <summary>What it answers, whatever the status is.</summary>
    public async Task<string> Try(string path)
    {
        using var answer = await _http.GetAsync(new Uri(Address, path));
        return await answer.Content.ReadAsStringAsync();
    }

    public Task<string> Get(string path) => _http.GetStringAsync(new Uri(Address, path));

    /// <param name="probe">Such as ready or live.</param>
    public async Task<bool> IsHealthy(string probe)
    {
        using var answer = await _http.GetAsync(new Uri(Address, $"healthz/{probe}"));
        return answer.IsSuccessStatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private async Task<bool> IsReady()
    {
        if (Process.HasExited)
        {
            throw new InvalidOperationException(
                $"The worker ended with {Process.ExitCode}:\n{Process.Said()}"
            );
        }

        try
        {
            using var answer = await _http.GetAsync(new Uri(Address, "healthz/ready"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
