using Microsoft.Data.Sqlite;
using Sagas.Operations;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands.Demo;

/// <summary>The demo's database: a temporary one that is removed at the end, or one that is kept.</summary>
internal sealed class DemoFile : IDisposable
{
    private readonly DirectoryInfo? _temporary;

    private DemoFile(string path, DirectoryInfo? temporary)
    {
        Path = path;
        _temporary = temporary;
    }

    public string Path { get; }

    public bool IsKept => _temporary is null;

    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = Path }.ToString();

    /// <summary>The simulated gateways' ledger. It stays with the database, whose orders may come back later.</summary>
    public string LedgerPath => Simulation.LedgerOf(Path);

    /// <param name="keep">Null: a temporary one.</param>
    /// <exception cref="RefusedException">The file exists.</exception>
    public static DemoFile Open(string? keep)
    {
        if (keep is null)
        {
            var temporary = Directory.CreateTempSubdirectory("sagas-demo-");
            return new(System.IO.Path.Combine(temporary.FullName, "demo.db"), temporary);
        }

        return File.Exists(keep)
            ? throw new RefusedException(
                $"{keep} exists. The demo starts with a new file: remove it, or give another with --keep."
            )
            : new(System.IO.Path.GetFullPath(keep), null);
    }

    public void Dispose() => _temporary?.Delete(recursive: true);
}
