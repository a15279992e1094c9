using System.Globalization;
using System.Runtime.InteropServices;

namespace Sagas.Worker.Hosting;

/// <summary>Memory that only starting needed.</summary>
internal static class Leftovers
{
    private const string Maps = "/proc/self/maps";

    /// <summary>MADV_DONTNEED: what is asked for again comes from the file.</summary>
    private const int NotNeeded = 4;

    private static readonly TimeSpan Doubt = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The heap, which would be looked through by itself only when it has grown by tens of megabytes, as without work it never does. And on Linux
    /// the pages of each assembly's file that the runtime mapped to see what is in it, before it mapped the file once more to run it.
    /// </summary>
    public static async Task GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var before = Assemblies();
        await Task.Delay(Doubt);
        // What is there for longer stays where it is: nobody else's memory comes to its place meanwhile.
        foreach (var assembly in Assemblies().Intersect(before, StringComparer.Ordinal))
        {
            var range = assembly[..assembly.IndexOf(' ', StringComparison.Ordinal)].Split('-');
            var (from, to) = (Parse(range[0]), Parse(range[1]));
            _ = Advise(from, (nuint)(to - from), NotNeeded);
        }
    }

    /// <returns>Lines such as <c>7f00a000-7f00f000 r--s 00000000 08:01 4711 /app/MassTransit.dll</c>: shared, so that nothing is in them but the file.</returns>
    private static IReadOnlyList<string> Assemblies()
    {
        try
        {
            return
            [
                .. File.ReadLines(Maps)
                    .Where(line =>
                        line.Contains(" r--s ", StringComparison.Ordinal)
                        && line.EndsWith(".dll", StringComparison.Ordinal)
                    ),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static nint Parse(string address) =>
        nint.Parse(address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint from, nuint length, int advice);
}
