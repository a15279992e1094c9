using System.Diagnostics.CodeAnalysis;

namespace Sagas.Messaging.Deliveries;

/// <summary>
/// Tells the broker of many deliveries at once: that all are done up to one. To a quorum queue each word is an entry of its log, as a message
/// itself is.
/// </summary>
/// <remarks>
/// 1. Nothing else is at hand: told at once.
/// 2. Others are at hand: told with what gets done within <see cref="Round"/>.
/// 3. One before it takes longer: told by itself in the next round, so that nothing waits for what fails, or waits for its turn.
/// 4. The consumer was cancelled: told at once from then on, for the channel is about to go.
/// 5. The channel has gone: the broker gives out again whatever it was not told of.
/// </remarks>
/// <param name="tell">Sends one word: of a delivery, or of all up to it.</param>
[SuppressMessage("Design", "CA1001", Justification = "It stands as long as its channel does.")]
internal sealed class Acknowledgements(Func<ulong, bool, ValueTask> tell)
{
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _telling = new(1, 1);

    /// <summary>Done, and not told.</summary>
    private readonly HashSet<ulong> _done = [];

    /// <summary>Told by themselves, while one before them is not done.</summary>
    private readonly HashSet<ulong> _told = [];

    private HashSet<ulong> _doneBefore = [];
    private ulong _handedOut;
    private ulong _allUpTo;
    private bool _isRound;
    private bool _isEnding;

    public void HandedOut(ulong delivery)
    {
        lock (_gate)
        {
            _handedOut = delivery;
        }
    }

    /// <summary>Returns at once, or when it was told.</summary>
    public Task Done(ulong delivery)
    {
        lock (_gate)
        {
            _done.Add(delivery);
            if (!_isEnding && _allUpTo + (ulong)(_done.Count + _told.Count) < _handedOut)
            {
                if (!_isRound)
                {
                    _isRound = true;
                    _ = Rounds();
                }

                return Task.CompletedTask;
            }
        }

        return Tell();
    }

    /// <summary>It was told of otherwise: given back.</summary>
    public async Task GivenBack(ulong delivery, Func<Task> giveBack)
    {
        await _telling.WaitAsync();
        try
        {
            lock (_gate)
            {
                _told.Add(delivery);
            }

            await giveBack();
        }
        finally
        {
            _telling.Release();
        }
    }

    /// <summary>Returns when all that is done was told.</summary>
    public Task End()
    {
        lock (_gate)
        {
            _isEnding = true;
        }

        return Tell();
    }

    private async Task Rounds()
    {
        while (true)
        {
            await Task.Delay(Round);
            var isChannelGone = false;
            try
            {
                await Tell();
            }
            catch (Exception)
            {
                isChannelGone = true; // And with it what it was to be told.
            }

            lock (_gate)
            {
                if (isChannelGone || _done.Count == 0)
                {
                    _isRound = false;
                    return;
                }
            }
        }
    }

    /// <summary>One at a time: a delivery of which the broker is told twice closes the channel.</summary>
    private async Task Tell()
    {
        await _telling.WaitAsync();
        try
        {
            var (all, alone) = Next();
            if (all is { } upTo)
            {
                await tell(upTo, true);
            }

            foreach (var delivery in alone)
            {
                await tell(delivery, false);
            }
        }
        finally
        {
            _telling.Release();
        }
    }

    private (ulong? All, IReadOnlyList<ulong> Alone) Next()
    {
        lock (_gate)
        {
            ulong? all = null; // One that the broker was told of already would be unknown to it.
            while (_done.Remove(_allUpTo + 1) is var isNew && (isNew || _told.Remove(_allUpTo + 1)))
            {
                _allUpTo++;
                all = isNew ? _allUpTo : all;
            }

            var alone = _done.Where(delivery => _isEnding || _doneBefore.Contains(delivery)).ToList();
            _done.ExceptWith(alone);
            _told.UnionWith(alone);
            _doneBefore = [.. _done];
            return (all, alone);
        }
    }
}
