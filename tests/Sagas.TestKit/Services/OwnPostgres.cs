using System.Diagnostics;
using System.Runtime.InteropServices;
using Npgsql;
using Sagas.TestKit.Processes;

namespace Sagas.TestKit.Services;

/// <summary>A PostgreSQL of the test's own, which it may stop, and whose disk it may fill. Its data go with it.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private const string Binaries = "/usr/lib/postgresql/15/bin";
    private const int Sigquit = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = OwnServer.Folder("postgres");
    private readonly int _port = SagasProcess.FreePort();
    private readonly SmallDisk? _disk;
    private Process? _process;
    private int _refusedByDisk;

    private OwnPostgres(int? diskMegabytes) =>
        _disk = diskMegabytes is { } size ? new SmallDisk(_folder, size) : null;

    /// <summary>To the database that every server has.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=sagas;Database=postgres";

    /// <summary>Of the server's first process.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>How often it had to say that its disk is full.</summary>
    public int RefusedByDisk => Volatile.Read(ref _refusedByDisk);

    /// <param name="diskMegabytes">Null: its data are on the machine's disk, which cannot be filled. It needs root.</param>
    public static async Task<OwnPostgres> Create(int? diskMegabytes = null)
    {
        if (!File.Exists($"{Binaries}/initdb"))
        {
            Requirement.Missing("PostgreSQL 15 is not installed. Run infra/scripts/services install.");
        }

        var postgres = new OwnPostgres(diskMegabytes);
        if (postgres._disk is { } disk)
        {
            await disk.Mount();
        }

        await OwnServer.Run("chown", "postgres", postgres._folder);
        await OwnServer.Run(
            "setpriv",
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            $"{Binaries}/initdb",
            "--pgdata",
            postgres.Data,
            "--auth=trust",
            "--username=sagas",
            "--no-sync"
        );
        await postgres.Start();
        return postgres;
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Returns when it answers.</summary>
    public async Task Start()
    {
        _process = OwnServer.Start(
            "setpriv",
            new Dictionary<string, string> { ["LC_ALL"] = "C" },
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            $"{Binaries}/postgres",
            "-D",
            Data,
            "-p",
            $"{_port}",
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            $"unix_socket_directories={_folder}"
        );
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("No space left on device", StringComparison.Ordinal) == true)
            {
                Interlocked.Increment(ref _refusedByDisk);
            }
        };
        await Eventually.Get("an answer of PostgreSQL", Patience, Answers, answers => answers);
    }

    /// <summary>As a crash: connections are cut, nothing is finished, the next start recovers from the log.</summary>
    public async Task Stop()
    {
        if (_process is { HasExited: false })
        {
            _ = SendSignal(_process.Id, Sigquit);
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Nothing more can be written, until <see cref="EmptyDisk"/>.</summary>
    public Task FillDisk() => Disk.Fill();

    /// <summary>There is room again. A server that gave up meanwhile is started.</summary>
    public async Task EmptyDisk()
    {
        await Disk.Empty();
        if (_process is not { HasExited: false })
        {
            await Start();
        }
    }

    private SmallDisk Disk =>
        _disk ?? throw new InvalidOperationException("This PostgreSQL has no disk of its own to fill.");

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _process?.Dispose();
        if (_disk is not null)
        {
            await _disk.Unmount();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
