namespace Sagas.Orchestration.Turns;

/// <summary>
/// One message of a saga at a time in this process, in the order in which they arrived. Those that wait hold nothing but
/// their place; there are never more of them than the transport has handed out.
/// </summary>
/// <remarks>
/// The database decides between processes, by the lock on the saga's row. Within one, waiting for that lock would hold a
/// connection and a transaction for each message, and one hot saga would take the pool from all others.
/// </remarks>
internal sealed class SagaTurns
{
    private readonly Lock _gate = new();

    /// <summary>Sagas that are busy; null, nobody else waits for this one.</summary>
    private readonly Dictionary<Guid, PriorityQueue<TaskCompletionSource, long>?> _waiting = [];

    /// <summary>Sagas of which a message has its turn now.</summary>
    public int Busy
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <returns>The turn, which ends when it is disposed of; null: another message has it.</returns>
    public IDisposable? TryTake(Guid saga)
    {
        lock (_gate)
        {
            return _waiting.TryAdd(saga, null) ? new Turn(this, saga) : null;
        }
    }

    /// <param name="arrival">Earlier ones go first.</param>
    /// <returns>The turn, which ends when it is disposed of.</returns>
    /// <exception cref="OperationCanceledException">It gave up waiting; the place is free.</exception>
    public async ValueTask<IDisposable> Take(Guid saga, long arrival, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = Enter(saga, arrival);
        if (place is not null)
        {
            // Whichever comes first, the turn or the cancellation, is final: a turn is never given to one that left.
            await using var leaving = cancellationToken.Register(() =>
                place.TrySetCanceled(cancellationToken)
            );
            await place.Task;
        }

        return new Turn(this, saga);
    }

    /// <returns>Null: it has its turn at once.</returns>
    private TaskCompletionSource? Enter(Guid saga, long arrival)
    {
        lock (_gate)
        {
            if (_waiting.TryAdd(saga, null))
            {
                return null;
            }

            var place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_waiting[saga] ??= new()).Enqueue(place, arrival);
            return place;
        }
    }

    private void End(Guid saga)
    {
        lock (_gate)
        {
            var waiting = _waiting[saga];
            while (waiting is not null && waiting.TryDequeue(out var next, out _))
            {
                if (next.TrySetResult())
                {
                    return;
                }
            }

            _waiting.Remove(saga);
        }
    }

    private sealed class Turn(SagaTurns turns, Guid saga) : IDisposable
    {
        private int _hasEnded;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            {
                turns.End(saga);
            }
        }
    }
}
