using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sagas.Worker.Hosting;

namespace Sagas.Tests.Worker;

[NonParallelizable]
[Platform("Linux")]
internal sealed class LeftoversTests
{
    private const int Mebibyte = 1 << 20;

    [Test]
    public async Task Files_of_programs_are_given_back_and_can_be_read_and_run_again()
    {
        var before = Resident("r--s", "r-xp", "r--p");

        await Leftovers.GiveBack(default);

        Assert.That(Resident("r--s", "r-xp", "r--p"), Is.LessThan(before / 2));
        Assert.That(
            AppDomain.CurrentDomain.GetAssemblies().SelectMany(assembly => assembly.GetTypes()).Count(),
            Is.GreaterThan(1_000)
        );
    }

    /// <summary>What was written into them, such as addresses when they were loaded, is in no file.</summary>
    [Test]
    public async Task Parts_that_were_written_to_stay()
    {
        var before = Resident("rw-p");

        await Leftovers.GiveBack(default);

        Assert.That(Resident("rw-p"), Is.GreaterThanOrEqualTo(before));
    }

    [Test]
    public async Task The_heap_and_what_native_code_freed_are_given_back()
    {
        Garbage();
        var before = Environment.WorkingSet;

        await Leftovers.GiveBack(default);

        Assert.That(Environment.WorkingSet, Is.LessThan(before - 40 * Mebibyte));
    }

    /// <summary>Some 40 MiB natively, in pieces that the allocator keeps, and 16 on the heap.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Garbage()
    {
        var pieces = Enumerable.Range(0, 40_000).Select(_ => Marshal.AllocHGlobal(1_024)).ToList();
        // The last stays, so that what is below it is not given back by freeing it.
        foreach (var piece in pieces.SkipLast(1))
        {
            Marshal.WriteByte(piece, 1);
            Marshal.FreeHGlobal(piece);
        }

        GC.KeepAlive(Enumerable.Range(0, 16).Select(_ => new byte[Mebibyte]).ToList());
    }

    /// <returns>KiB of the mapped files of programs that have one of these permissions.</returns>
    private static long Resident(params string[] permissions)
    {
        var (sum, counts) = (0L, false);
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (!words[0].EndsWith(':'))
            {
                counts =
                    permissions.Contains(words[1])
                    && (
                        line.EndsWith(".dll", StringComparison.Ordinal)
                        || line.Contains(".so", StringComparison.Ordinal)
                    );
            }
            else if (counts && words[0] == "Rss:")
            {
                sum += long.Parse(words[1], CultureInfo.InvariantCulture);
            }
        }

        return sum;
    }
}
