using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Groups;

/// <summary>What one message's transaction has read, and writes when it commits.</summary>
internal sealed class StagedWrites
{
    private readonly List<object> _added = [];
    private readonly List<ReadSaga> _sagas = [];
    private readonly List<Guid> _ownedTimers = [];
    private readonly List<Guid> _cancelledTimers = [];

    public IReadOnlyList<object> Added => _added;

    public IReadOnlyList<ReadSaga> Sagas => _sagas;

    /// <summary>Tokens of timers that must be there to be removed.</summary>
    public IReadOnlyList<Guid> OwnedTimers => _ownedTimers;

    /// <summary>Tokens of timers that are removed if they are there.</summary>
    public IReadOnlyList<Guid> CancelledTimers => _cancelledTimers;

    public void Add(object row) => _added.Add(row);

    public void Read(ReadSaga saga) => _sagas.Add(saga);

    public void RemoveOwnedTimer(Guid token)
    {
        if (!Forget(token))
        {
            _ownedTimers.Add(token);
        }
    }

    public void CancelTimer(Guid token)
    {
        if (!Forget(token))
        {
            _cancelledTimers.Add(token);
        }
    }

    public void Consume(InboxKey key, DateTimeOffset now) =>
        _added.Add(
            new InboxRecord
            {
                MessageId = key.MessageId,
                Consumer = key.Consumer,
                ConsumedAt = now,
            }
        );

    public void Clear()
    {
        _added.Clear();
        _sagas.Clear();
        _ownedTimers.Clear();
        _cancelledTimers.Clear();
    }

    /// <summary>A timer that was added here was never there; one that is removed already is not removed twice.</summary>
    private bool Forget(Guid token) =>
        _added.RemoveAll(row => row is TimerRecord timer && timer.Token == token) > 0
        || _ownedTimers.Contains(token)
        || _cancelledTimers.Contains(token);
}
