using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using Sagas.Worker.Hosting;

namespace Sagas.Tests.Worker;

[NonParallelizable]
[Platform("Linux")]
internal sealed class LeftoversTests
{
    /// <summary>Of a mebibyte.</summary>
    private const int Kibibytes = 1_024;

    private static readonly TimeSpan Twenty = TimeSpan.FromSeconds(20);

    [Test]
    public async Task Files_of_programs_are_given_back_and_can_be_read_and_run_again()
    {
        Assert.That(Types(), Is.GreaterThan(1_000));
        var before = Sum("Rss:", "r--s", "r-xp", "r--p");

        await Leftovers.GiveBack(default);

        Assert.That(Sum("Rss:", "r--s", "r-xp", "r--p"), Is.LessThan(before / 2));
        Assert.That(Types(), Is.GreaterThan(1_000));
    }

    private static int Types() =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .SelectMany(assembly => assembly.GetTypes())
            .Sum(type => type.GetMethods().Length > 0 ? 1 : 0);

    /// <summary>What was written into them, such as addresses when they were loaded, is in no file.</summary>
    [Test]
    public async Task Parts_that_were_written_to_stay()
    {
        var before = Sum("Anonymous:", "rw-p", "r--p");

        await Leftovers.GiveBack(default);

        Assert.That(before, Is.Positive);
        Assert.That(Sum("Anonymous:", "rw-p", "r--p"), Is.GreaterThanOrEqualTo(before));
    }

    [Test]
    public async Task What_native_code_freed_is_given_back()
    {
        await Leftovers.GiveBack(default);
        Free(40_000);
        var before = Anonymous();

        await Leftovers.GiveBack(default);

        Assert.That(Anonymous(), Is.LessThan(before - 30 * Kibibytes));
    }

    [Test]
    public async Task Garbage_of_the_heap_is_given_back()
    {
        await Leftovers.GiveBack(default);
        var before = Drop(64);

        await Leftovers.GiveBack(default);

        Assert.That(Anonymous(), Is.LessThan(before - 50 * Kibibytes));
    }

    [Test]
    public async Task After_its_start_and_whenever_a_worker_rests_memory_is_given_back()
    {
        var time = new FakeTimeProvider();
        using var leftovers = new Leftovers(time);
        await leftovers.StartAsync(default);
        await Given("after the start, whatever was collected meanwhile", Work);

        var before = GC.CollectionCount(GC.MaxGeneration);
        Work();
        await Task.Delay(500);
        Assert.That(GC.CollectionCount(GC.MaxGeneration), Is.EqualTo(before), "it works");

        // Again and again, for tests that ended may still leave garbage.
        await Given("it rests", () => time.Advance(Twenty));
        await leftovers.StopAsync(default);

        void Work()
        {
            GC.Collect(0);
            time.Advance(Twenty);
        }
    }

    /// <summary>A full collection is how giving back begins; its end comes a second later.</summary>
    private static async Task Given(string when, Action wait)
    {
        var before = GC.CollectionCount(GC.MaxGeneration);
        await TestKit.Eventually.Get(
            when,
            TimeSpan.FromSeconds(10),
            () =>
            {
                wait();
                return Task.FromResult(GC.CollectionCount(GC.MaxGeneration));
            },
            collections => collections > before
        );
        await Task.Delay(TimeSpan.FromSeconds(3));
    }

    /// <summary>Pieces of a kibibyte, of which the last stays: memory below what is in use is not given back by freeing it.</summary>
    private static void Free(int pieces)
    {
        var all = Enumerable.Range(0, pieces).Select(_ => Marshal.AllocHGlobal(1_024)).ToList();
        foreach (var piece in all.SkipLast(1))
        {
            Marshal.WriteByte(piece, 1);
            Marshal.FreeHGlobal(piece);
        }
    }

    /// <returns>KiB that were there with it.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Drop(int mebibytes)
    {
        var garbage = Enumerable
            .Range(0, mebibytes)
            .Select(_ =>
            {
                var bytes = new byte[1 << 20];
                Array.Fill(bytes, (byte)1);
                return bytes;
            })
            .ToList();
        var resident = Anonymous();
        GC.KeepAlive(garbage);
        return resident;
    }

    /// <returns>KiB that are in no file.</returns>
    private static long Anonymous() =>
        long.Parse(
            File.ReadLines("/proc/self/status")
                .Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        );

    /// <returns>KiB of the mapped files of programs that have one of these permissions.</returns>
    private static long Sum(string what, params string[] permissions)
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
            else if (counts && words[0] == what)
            {
                sum += long.Parse(words[1], CultureInfo.InvariantCulture);
            }
        }

        return sum;
    }
}
