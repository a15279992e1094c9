using System.Diagnostics;
using System.Globalization;
using Sagas.Benchmarks.Measures;
using Sagas.Benchmarks.Peers;
using Sagas.Benchmarks.Runs;

namespace Sagas.Benchmarks.Growth;

/// <summary>Orders queue up while no worker is there; then one comes, and ends them all.</summary>
internal static class BacklogRun
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    public static async Task<int> Run(IReadOnlyList<int> sizes, int prefetch, string result)
    {
        await using var stage = await Stage.Set();
        var drains = new List<Drain>();
        foreach (var size in sizes)
        {
            drains.Add(await Measure(stage, size, prefetch));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size} orders: {drains[^1].PerSecond:F0} a second, {drains[^1].PerSecond / drains[0].PerSecond:F2} x that of {sizes[0]}; {drains[^1].MessagesPerSaga:F1} messages a saga"
                )
            );
        }

        await ResultFile.Write(result, drains);
        return 0;
    }

    private static async Task<Drain> Measure(Stage stage, int size, int prefetch)
    {
        var servers = await stage.ForPeer(prefetch);
        await using (await PeerProcess.Start(PeerCatalogue.Worker, servers))
        {
            // It makes the queues.
        }

        var ended = 0;
        var all = new TaskCompletionSource();
        await using var hearing = await EndedOrders.Hear(
            servers,
            EndedOrders.Exchange,
            _ =>
            {
                if (Interlocked.Increment(ref ended) == size)
                {
                    all.SetResult();
                }
            }
        );
        await QueuedOrders.Publish(servers, size);
        var messages = await stage.Messages();
        var watch = Stopwatch.StartNew();
        await using var worker = await PeerProcess.Start(PeerCatalogue.Worker, servers);
        while (await Task.WhenAny(all.Task, Task.Delay(TellEvery)) != all.Task)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  after {watch.Elapsed.TotalMinutes:F0} min: {ended} of {size} have ended"
                )
            );
        }

        var seconds = watch.Elapsed.TotalSeconds;
        return new(size, seconds, (double)(await stage.Messages() - messages) / size);
    }
}
