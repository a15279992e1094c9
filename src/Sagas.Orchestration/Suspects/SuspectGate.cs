namespace Sagas.Orchestration.Suspects;

/// <summary>
/// Lets suspects of this process through: one at a time at first, and one more at a time for each
/// <see cref="PassedForOneMore"/> that got through alive.
/// </summary>
/// <remarks>
/// Whatever is unacknowledged when a process dies comes back, and comes closer to the broker's limit. So what counts is
/// how many are through before the one that kills: with trust that grows no faster than this, at most an eighth of them
/// is lost with it. And after a broker's restart, when a thousand come back and none of them kills, they are through in
/// the time of 40, not of 1,000.
/// </remarks>
internal sealed class SuspectGate(TimeProvider time)
{
    public const int PassedForOneMore = 8;

    /// <summary>Whoever waited so long goes, turn or not: slow handlers must not hold up a whole queue.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private int _inside;
    private int _passed;

    /// <returns>To be disposed of when the message was handled.</returns>
    /// <exception cref="OperationCanceledException">It gave up waiting; the place is free.</exception>
    public async ValueTask<IDisposable> Enter(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = PlaceInLine();
        if (place is not null)
        {
            // Whichever comes first is final: a turn is never given to one that left, or that went without.
            await using var leaving = cancellationToken.Register(() =>
                place.TrySetCanceled(cancellationToken)
            );
            using var patience = new CancellationTokenSource(LongestWait, time);
            await using var going = patience.Token.Register(() => place.TrySetResult(false));
            if (!await place.Task)
            {
                return new Turn(null);
            }
        }

        return new Turn(this);
    }

    /// <returns>Null: it goes at once.</returns>
    private TaskCompletionSource<bool>? PlaceInLine()
    {
        lock (_gate)
        {
            if (_inside < Allowed)
            {
                _inside++;
                return null;
            }

            var place = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(place);
            return place;
        }
    }

    private int Allowed => 1 + _passed / PassedForOneMore;

    private void Leave()
    {
        lock (_gate)
        {
            _inside--;
            _passed++;
            while (_inside < Allowed && _waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult(true))
                {
                    _inside++;
                }
            }

            if (_inside == 0)
            {
                // The next ones are of another accident.
                _passed = 0;
            }
        }
    }

    /// <param name="gate">Null: it went without a turn.</param>
    private sealed class Turn(SuspectGate? gate) : IDisposable
    {
        private int _hasEnded;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            {
                gate?.Leave();
            }
        }
    }
}
