using System.Threading.Channels;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// Rows of the outbox whose messages are safe. Whoever writes next takes some along and removes them in its own transaction; what is
/// left over is removed by itself. A row that stays is sent again by the sweeper, and is a repetition to its consumers.
/// </summary>
public sealed class SentMessages
{
    private const int LongestQueue = 100_000;

    private readonly Channel<Guid> _rows = Channel.CreateBounded<Guid>(LongestQueue);
    private long _takes;

    /// <summary>Rows that wait to be removed.</summary>
    internal int Count => _rows.Reader.Count;

    /// <summary>How often some were taken.</summary>
    internal long Takes => Volatile.Read(ref _takes);

    /// <summary>Waits while nothing is removed: there would be no end of them.</summary>
    public ValueTask Add(Guid row) => _rows.Writer.WriteAsync(row);

    /// <returns>Theirs who asked: to remove them, or to put them back. The oldest first, and maybe none.</returns>
    public IReadOnlyList<Guid> Take(int most)
    {
        if (_rows.Reader.Count == 0)
        {
            return [];
        }

        var taken = new List<Guid>();
        while (taken.Count < most && _rows.Reader.TryRead(out var row))
        {
            taken.Add(row);
        }

        Interlocked.Increment(ref _takes);
        return taken;
    }

    /// <summary>They were not removed. Those that find no room are left to the sweeper.</summary>
    public void PutBack(IReadOnlyList<Guid> rows)
    {
        foreach (var row in rows)
        {
            _rows.Writer.TryWrite(row);
        }
    }

    /// <summary>Until there is one.</summary>
    internal ValueTask<bool> Wait(CancellationToken cancellationToken) =>
        _rows.Reader.WaitToReadAsync(cancellationToken);
}
