using Microsoft.Data.Sqlite;
using Sagas.Storage;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Startup;

/// <summary>
/// A SQLite file belongs to one worker at a time, for messages are in its memory. The lock is a file beside it that is
/// held open: the system lets go of it however the worker ends.
/// </summary>
internal static class EmbeddedLock
{
    private const string Suffix = ".lock";

    /// <returns>To be disposed of when the worker has stopped; null where databases are shared.</returns>
    /// <exception cref="StartUpException">Another worker has the file.</exception>
    public static IDisposable? Take(IServiceProvider services)
    {
        var options = services.GetRequiredService<SagasOptions>();
        if (options.Database.Provider != DatabaseProvider.Sqlite)
        {
            return null;
        }

        var file = FileOf(options.Database);
        return TryHold(file)
            ?? throw new StartUpException(
                $"Another worker uses {file}. Stop it, or give this one its own file with Sagas:Database:ConnectionString."
            );
    }

    /// <summary>Whether a worker has the file now.</summary>
    /// <param name="file">As <see cref="FileOf"/> gives it.</param>
    public static bool IsHeld(string file)
    {
        if (!File.Exists(file + Suffix))
        {
            return false;
        }

        using var hold = TryHold(file);
        return hold is null;
    }

    /// <summary>The full path of a SQLite database.</summary>
    public static string FileOf(DatabaseOptions database) =>
        Path.GetFullPath(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource);

    private static FileStream? TryHold(string file)
    {
        try
        {
            return new FileStream(file + Suffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
            when (failure is not (DirectoryNotFoundException or FileNotFoundException))
        {
            return null;
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            throw new StartUpException(
                $"{file} cannot be written: {failure.Message} Give another file with Sagas:Database:ConnectionString."
            );
        }
    }
}
