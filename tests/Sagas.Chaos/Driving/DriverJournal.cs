using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;

namespace Sagas.Chaos.Driving;

/// <summary>
/// What the driver asked for and heard, a line of JSON for each, on the disk before it goes on. Whatever becomes of the system or
/// of the driver, this is what may be believed.
/// </summary>
internal sealed class DriverJournal : IAsyncDisposable
{
    private const int LongestQueue = 10_000;

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, (ChaosOrder Order, Outcome Outcome)> _orders = new();
    private readonly Channel<(byte[] Line, TaskCompletionSource Done)> _lines = Channel.CreateBounded<(
        byte[],
        TaskCompletionSource
    )>(LongestQueue);

    private readonly Task _writing;

    public DriverJournal(string file, TimeProvider time)
    {
        _file = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        _time = time;
        // A thread of its own, for it stands still while the disk works.
        _writing = Task.Factory.StartNew(
            WriteAll,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
    }

    public int Count(Outcome outcome) => _orders.Values.Count(one => one.Outcome == outcome);

    /// <summary>Each with what was heard of it last; but once accepted, it stays it.</summary>
    public IReadOnlyList<(ChaosOrder Order, Outcome Outcome)> Orders => [.. _orders.Values];

    /// <summary>Returns when it is on the disk.</summary>
    public async Task Write(ChaosOrder order, Outcome outcome)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _lines.Writer.WriteAsync((Line(order, outcome), done));
        await done.Task;
        // A conflict says nothing of the order whose key it used.
        if (outcome != Outcome.Failed)
        {
            _orders.AddOrUpdate(
                order.Key,
                (order, outcome),
                (_, before) => before.Outcome == Outcome.Ok ? before : (order, outcome)
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    /// <summary>As the journal's readers know it.</summary>
    public static string Word(Outcome outcome) => JsonNamingPolicy.CamelCase.ConvertName($"{outcome}");

    /// <summary>Whatever has come meanwhile goes to the disk together.</summary>
    private void WriteAll()
    {
        var waiting = new List<TaskCompletionSource>();
        while (_lines.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_lines.Reader.TryRead(out var next))
            {
                _file.Write(next.Line);
                waiting.Add(next.Done);
            }

            _file.Flush(flushToDisk: true);
            waiting.ForEach(done => done.SetResult());
            waiting.Clear();
        }
    }

    private byte[] Line(ChaosOrder order, Outcome outcome) =>
        JsonSerializer
            .SerializeToUtf8Bytes(
                new
                {
                    at = _time.GetUtcNow(),
                    key = order.Key,
                    tenant = "",
                    outcome = Word(outcome),
                    amountMinor = order.AmountMinor,
                    currency = order.Currency,
                    lines = order.Lines.Select(one => new
                    {
                        sku = one.Sku,
                        quantity = one.Quantity,
                        unitPriceMinor = one.UnitPriceMinor,
                    }),
                    fingerprint = order.Fingerprint,
                }
            )
            .Append((byte)'\n')
            .ToArray();
}

internal enum Outcome
{
    /// <summary>About to be sent.</summary>
    Sent,

    /// <summary>Accepted, or known already.</summary>
    Ok,

    /// <summary>Refused for good.</summary>
    Failed,

    /// <summary>No answer, or one that promises nothing.</summary>
    Unknown,
}
