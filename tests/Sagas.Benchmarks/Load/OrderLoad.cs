using System.Collections.Concurrent;
using System.Diagnostics;
using Sagas.Benchmarks.Contracts;
using Sagas.Benchmarks.Peers;

namespace Sagas.Benchmarks.Load;

/// <summary>Places orders at a peer, and notes how long each takes until its end is heard of.</summary>
internal sealed class OrderLoad(IPeer peer)
{
    private static readonly TimeSpan LongestOrder = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _running = [];

    public void Ended(Guid order)
    {
        if (_running.TryRemove(order, out var running))
        {
            running.SetResult();
        }
    }

    /// <summary>Closed loop: so many orders are on their way at any time, each followed by another one; at least one each.</summary>
    /// <exception cref="TimeoutException">An order did not end.</exception>
    public async Task<LoadResult> InFlight(int orders, TimeSpan duration)
    {
        var latencies = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, orders).Select(_ => Task.Run(Follow)));
        return LoadResult.Of(latencies, watch.Elapsed);

        async Task Follow()
        {
            do
            {
                latencies.Add(await Order(watch, watch.Elapsed));
            } while (watch.Elapsed < duration);
        }
    }

    /// <summary>Open loop: an order each so often, whatever becomes of the others; its time counts from when it was due.</summary>
    /// <exception cref="TimeoutException">An order did not end.</exception>
    public async Task<LoadResult> AtRate(double perSecond, TimeSpan duration)
    {
        var orders = new List<Task<double>>();
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var due = TimeSpan.FromSeconds(orders.Count / perSecond);
            if (due >= duration)
            {
                break;
            }

            while (watch.Elapsed < due)
            {
                await Task.Delay(1);
            }

            orders.Add(Task.Run(() => Order(watch, due)));
        }

        var latencies = await Task.WhenAll(orders);
        return LoadResult.Of(latencies, watch.Elapsed);
    }

    /// <returns>Milliseconds from when it was due.</returns>
    private async Task<double> Order(Stopwatch watch, TimeSpan due)
    {
        var order = new PlaceOrder(Guid.CreateVersion7(), "17850", 1_530, "GBP");
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[order.OrderId] = ended;
        await peer.Place(order);
        await ended.Task.WaitAsync(LongestOrder);
        return (watch.Elapsed - due).TotalMilliseconds;
    }
}
