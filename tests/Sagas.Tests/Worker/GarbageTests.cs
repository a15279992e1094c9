using System.Runtime.CompilerServices;

namespace Sagas.Tests.Worker;

/// <summary>These tests run with the worker's own settings, infra/build/Garbage.props: the runtime passes over a setting whose name it does not know.</summary>
public sealed class GarbageTests
{
    private const int Piece = 10_000;
    private const long Allocated = 512L << 20;

    [Test]
    public void Should_collect_before_much_more_than_32_MB_are_allocated()
    {
        var (collections, bytes) = (GC.CollectionCount(0), GC.GetTotalAllocatedBytes());
        while (GC.GetTotalAllocatedBytes() - bytes < Allocated)
        {
            Allocate();
        }

        var between = (GC.GetTotalAllocatedBytes() - bytes) / (GC.CollectionCount(0) - collections);

        Assert.That(between, Is.LessThan(40 << 20), "Bytes allocated from one collection to the next.");
    }

    [Test]
    public void Should_have_one_heap_whatever_the_number_of_processors() =>
        Assert.That(System.Runtime.GCSettings.IsServerGC, Is.False);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Allocate() => _ = new byte[Piece];
}
