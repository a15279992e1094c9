using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Driving;

/// <summary>
/// A client that places orders over HTTP at an even rate. Most of what was not accepted it sends again, to the other worker,
/// with the same key; some it leaves, so that nobody knows. Some it sends twice, or with another payload.
/// </summary>
internal sealed class OrderDriver(World world, ChaosOptions options, DriverJournal journal) : IDisposable
{
    private const int MostTries = 100;
    private const int MostAtOnce = 150;
    private const int TricklePerSecond = 3;
    private const int PercentLeftUnknown = 10;
    private const int PercentRepeated = 2;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15) };
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly SemaphoreSlim _places = new(MostAtOnce, MostAtOnce);

    /// <summary>Answers that must not be.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>Returns when every order was accepted or left.</summary>
    /// <param name="faults">While they go on, orders go on as well, so that there is something to strike.</param>
    public async Task Run(TimeSpan over, Task faults, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        var placing = new List<Task>(options.Sagas);
        while (
            (placing.Count < options.Sagas || !faults.IsCompleted)
            && await timer.WaitForNextTickAsync(cancellationToken)
        )
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            var more = elapsed > over ? (elapsed - over).TotalSeconds * TricklePerSecond : 0;
            var due = Math.Min(options.Sagas, (int)(options.Sagas * (elapsed / over)) + 1) + (int)more;
            while (placing.Count < due)
            {
                await _places.WaitAsync(cancellationToken);
                placing.Add(Bounded(placing.Count, cancellationToken));
            }
        }

        await Task.WhenAll(placing);
    }

    public void Dispose()
    {
        _http.Dispose();
        _places.Dispose();
    }

    private async Task Bounded(int number, CancellationToken cancellationToken)
    {
        try
        {
            await Place(number, cancellationToken);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task Place(int number, CancellationToken cancellationToken)
    {
        var order = ChaosOrder.Of(options.Seed, "C", number);
        var random = new Random(unchecked((options.Seed * 31) + number));
        var mayBeLeft = random.Next(100) < PercentLeftUnknown;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            switch (await Post(order, number + attempt, cancellationToken))
            {
                case Outcome.Ok:
                    if (random.Next(100) < PercentRepeated)
                    {
                        await Repeat(order, number, random.Next(2) == 0, cancellationToken);
                    }

                    return;
                case Outcome.Failed:
                    _violations.Enqueue(
                        $"Order {order.Key} was refused for good, and nothing is wrong with it."
                    );
                    return;
                case Outcome.Unknown when mayBeLeft:
                    return;
            }

            await Task.Delay(RetryAfter, cancellationToken);
        }

        _violations.Enqueue($"Order {order.Key} was not accepted in {MostTries} tries.");
    }

    /// <remarks>A worker knows of what another accepted when its saga has begun; so long a conflict waits.</remarks>
    private async Task Repeat(ChaosOrder order, int number, bool isSame, CancellationToken cancellationToken)
    {
        if (!isSame && !await HasBegun(order, number, cancellationToken))
        {
            return;
        }

        var outcome = await Post(isSame ? order : order.Other(), number + 1, cancellationToken);
        if (outcome == (isSame ? Outcome.Failed : Outcome.Ok))
        {
            _violations.Enqueue(
                isSame
                    ? $"Order {order.Key} was refused when it was sent the second time."
                    : $"Order {order.Key} was accepted with another payload under the same key."
            );
        }
    }

    private async Task<bool> HasBegun(ChaosOrder order, int number, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var worker = world.SagaWorkers[(number + attempt) % world.SagaWorkers.Count];
            try
            {
                using var answer = await _http.GetAsync(
                    new Uri(worker.Address, $"sagas/{order.Key}"),
                    cancellationToken
                );
                if (answer.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (Exception failure)
                when (failure is HttpRequestException or TaskCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                // Asked again.
            }

            await Task.Delay(RetryAfter, cancellationToken);
        }

        return false;
    }

    private async Task<Outcome> Post(ChaosOrder order, int turn, CancellationToken cancellationToken)
    {
        var worker = world.SagaWorkers[turn % world.SagaWorkers.Count];
        await journal.Write(order, Outcome.Sent);
        var outcome = await Ask(order, worker, cancellationToken);
        await journal.Write(order, outcome);
        return outcome;
    }

    private async Task<Outcome> Ask(ChaosOrder order, ChaosWorker worker, CancellationToken cancellationToken)
    {
        try
        {
            using var content = new StringContent(order.Json, null, "application/json");
            using var answer = await _http.PostAsync(
                new Uri(worker.Address, "orders"),
                content,
                cancellationToken
            );
            return answer.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.Accepted => Outcome.Ok,
                HttpStatusCode.Conflict or HttpStatusCode.BadRequest => Outcome.Failed,
                HttpStatusCode.ServiceUnavailable => Outcome.Unknown,
                _ => Unexpected(order, answer.StatusCode),
            };
        }
        catch (Exception failure)
            when (failure is HttpRequestException or TaskCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            return Outcome.Unknown;
        }
    }

    private Outcome Unexpected(ChaosOrder order, HttpStatusCode status)
    {
        _violations.Enqueue($"Order {order.Key} was answered with {(int)status}.");
        return Outcome.Unknown;
    }
}
