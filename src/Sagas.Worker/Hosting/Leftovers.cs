using System.Globalization;
using System.Runtime.InteropServices;

namespace Sagas.Worker.Hosting;

/// <summary>
/// Memory that starting or working needed and rest does not, given back once after the start, and whenever a worker rests: the heap, which would be looked
/// through by itself only when it has grown by tens of megabytes; on Linux also what native code has freed, most of it the compiler's, and the pages of
/// programs' files, which come back from the system's cache when they are asked for again.
/// </summary>
internal sealed class Leftovers(TimeProvider time) : BackgroundService
{
    private const string Maps = "/proc/self/smaps";

    /// <summary>MADV_DONTNEED: what is asked for again comes from the file.</summary>
    private const int NotNeeded = 4;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(1);

    public static async Task GiveBack(CancellationToken cancellationToken)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        TrimNative();
        var before = Files();
        await Task.Delay(Doubt, cancellationToken);
        // What is there for longer stays where it is: nobody else's memory comes to its place meanwhile.
        foreach (var file in Files().Intersect(before, StringComparer.Ordinal))
        {
            var range = file[..file.IndexOf(' ', StringComparison.Ordinal)].Split('-');
            var (from, to) = (Parse(range[0]), Parse(range[1]));
            _ = Advise(from, (nuint)(to - from), NotNeeded);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(LookEvery, time, stoppingToken);
            await GiveBack(stoppingToken);
            while (true)
            {
                var collections = GC.CollectionCount(0);
                await Task.Delay(LookEvery, time, stoppingToken);
                // It rests: a collection comes by itself with each 24 MB, which are some eighty sagas.
                if (GC.CollectionCount(0) == collections)
                {
                    await GiveBack(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <returns>
    /// Lines such as <c>7f00a000-7f00f000 r-xp 00000000 08:01 4711 /app/MassTransit.dll</c>: of programs' files that cannot be written to and in which
    /// nothing was written before, so that nothing is in them but the file.
    /// </returns>
    private static List<string> Files()
    {
        var (files, current) = (new List<string>(), "");
        try
        {
            foreach (var line in File.ReadLines(Maps))
            {
                if (line is [(>= '0' and <= '9') or (>= 'a' and <= 'f'), ..])
                {
                    current = line;
                }
                else if (
                    line.StartsWith("Anonymous:", StringComparison.Ordinal)
                    && line.EndsWith(" 0 kB", StringComparison.Ordinal)
                    && IsProgram(current)
                )
                {
                    files.Add(current);
                }
            }

            return files;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsProgram(string mapping) =>
        (
            mapping.Contains(" r--s ", StringComparison.Ordinal)
            || mapping.Contains(" r--p ", StringComparison.Ordinal)
            || mapping.Contains(" r-xp ", StringComparison.Ordinal)
        )
        && (
            mapping.EndsWith(".dll", StringComparison.Ordinal)
            || mapping.EndsWith(".so", StringComparison.Ordinal)
            || mapping.Contains(".so.", StringComparison.Ordinal)
        );

    private static nint Parse(string address) =>
        nint.Parse(address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static void TrimNative()
    {
        try
        {
            _ = Trim(0);
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // Not glibc.
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint from, nuint length, int advice);

    [DllImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Trim(nuint kept);
}
