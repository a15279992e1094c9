using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Sagas.TestKit.Orders;
using Sagas.TestKit.Processes;

namespace Sagas.SystemTests;

/// <summary>
/// A client that places orders over HTTP at an even rate, and keeps a journal of its own. What was not accepted it sends
/// again, to the other worker, with the same key, until it is.
/// </summary>
internal sealed class OrderDriver(IReadOnlyList<WorkerProcess> workers, int orders, TimeSpan over)
    : IDisposable
{
    private const int Articles = 50;
    private const int Quantity = 2;
    private const int PriceMinor = 250;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>Far beyond what an answer may take, so that one which hangs is seen.</summary>
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentQueue<Answer> _answers = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private bool _hasEnded;

    /// <param name="Status">0: the connection failed, or no answer came; whether it was accepted is unknown.</param>
    public sealed record Answer(string Key, TimeSpan At, int Status, string Text, TimeSpan Took);

    public IReadOnlyCollection<Answer> Answers => _answers;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public static IReadOnlyList<JournalOrder> Journal(int orders) =>
        [
            .. Enumerable
                .Range(0, orders)
                .Select(number => new JournalOrder(
                    KeyOf(number),
                    Quantity * PriceMinor,
                    new Dictionary<string, long> { [SkuOf(number)] = Quantity }
                )),
        ];

    /// <summary>An answer as the checker's journal has it.</summary>
    public static object JournalLine(Answer answer) =>
        new
        {
            at = DateTimeOffset.UnixEpoch + answer.At,
            key = answer.Key,
            tenant = "",
            outcome = answer.Status is 200 or 202 ? "ok"
            : answer.Status is 400 or 409 ? "failed"
            : "unknown",
            amountMinor = Quantity * PriceMinor,
            currency = "GBP",
            lines = new[]
            {
                new
                {
                    sku = SkuOf(NumberOf(answer.Key)),
                    quantity = Quantity,
                    unitPriceMinor = PriceMinor,
                },
            },
            fingerprint = answer.Key,
        };

    private static int NumberOf(string key) => int.Parse(key["D-".Length..], CultureInfo.InvariantCulture);

    /// <summary>No order is placed any more, but those that were are.</summary>
    public void End() => Volatile.Write(ref _hasEnded, true);

    /// <summary>Returns when every order was accepted.</summary>
    /// <returns>How many they are.</returns>
    public async Task<int> Run(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var placing = new List<Task>(orders);
        while (placing.Count < orders && !Volatile.Read(ref _hasEnded))
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            var due = Math.Min(orders, (int)(orders * (Elapsed / over)) + 1);
            while (placing.Count < due)
            {
                placing.Add(Place(placing.Count, cancellationToken));
            }
        }

        await Task.WhenAll(placing);
        return placing.Count;
    }

    public void Dispose() => _http.Dispose();

    private async Task Place(int number, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await Post(number, workers[(number + attempt) % workers.Count], cancellationToken);
            _answers.Enqueue(answer);
            if (answer.Status is 200 or 202)
            {
                return;
            }

            await Task.Delay(RetryAfter, cancellationToken);
        }
    }

    private async Task<Answer> Post(int number, WorkerProcess worker, CancellationToken cancellationToken)
    {
        var (at, started) = (Elapsed, Stopwatch.GetTimestamp());
        try
        {
            using var content = new StringContent(Json(number), null, "application/json");
            using var answer = await _http.PostAsync(
                new Uri(worker.Address, "orders"),
                content,
                cancellationToken
            );
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return new(KeyOf(number), at, (int)answer.StatusCode, text, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception failure)
            when (failure is HttpRequestException or TaskCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            return new(KeyOf(number), at, 0, failure.Message, Stopwatch.GetElapsedTime(started));
        }
    }

    public static string KeyOf(int number) => $"D-{number}";

    private static string SkuOf(int number) => $"SKU-{number % Articles}";

    public static string Json(int number) =>
        JsonSerializer.Serialize(
            new
            {
                key = KeyOf(number),
                customer = "17850",
                country = "United Kingdom",
                currency = "GBP",
                lines = new[]
                {
                    new
                    {
                        sku = SkuOf(number),
                        quantity = Quantity,
                        unitPriceMinor = PriceMinor,
                    },
                },
            }
        );
}
