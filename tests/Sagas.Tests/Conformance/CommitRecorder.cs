using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Tests.Conformance;

/// <summary>The real transactions, each of which tells what it has committed.</summary>
internal sealed class CommitRecorder(ITransactionFactory transactions, Action<Commit> committed)
    : ITransactionFactory
{
    public ITransaction Begin() => new Recorded(transactions.Begin(), committed);

    /// <remarks>Disposed in either way, as scopes do: whoever disposes it the synchronous way does so to the real one.</remarks>
    private sealed class Recorded(ITransaction inner, Action<Commit> committed) : ITransaction, IDisposable
    {
        private readonly List<SagaRecord> _sagas = [];
        private readonly List<HistoryRecord> _entries = [];
        private readonly List<OutboxRecord> _outbox = [];
        private readonly List<TimerRecord> _timers = [];
        private readonly List<Guid> _cleared = [];
        private readonly List<OperatorActionRecord> _deeds = [];

        public bool IsOfMemory => inner.IsOfMemory;

        public Task<SagaRecord?> FindSaga(string type, Guid id, CancellationToken cancellationToken) =>
            FindSaga(type, id, null, cancellationToken);

        public async Task<SagaRecord?> FindSaga(
            string type,
            Guid id,
            long? told,
            CancellationToken cancellationToken
        )
        {
            var saga = await inner.FindSaga(type, id, told, cancellationToken);
            if (saga is not null)
            {
                _sagas.Add(saga);
            }

            return saga;
        }

        public Task<IReadOnlyList<SagaRecord>> FindSagas(
            string type,
            int limit,
            CancellationToken cancellationToken
        ) => inner.FindSagas(type, limit, cancellationToken);

        public Task<Backlog> Backlog(
            string type,
            Guid id,
            Guid message,
            Guid token,
            CancellationToken cancellationToken
        ) => inner.Backlog(type, id, message, token, cancellationToken);

        public Task<TRow?> Find<TRow>(object key, CancellationToken cancellationToken = default)
            where TRow : class => inner.Find<TRow>(key, cancellationToken);

        public Task<IReadOnlyList<TRow>> Lock<TRow>(
            IReadOnlyCollection<string> keys,
            CancellationToken cancellationToken = default
        )
            where TRow : class => inner.Lock<TRow>(keys, cancellationToken);

        public void Add<TRow>(TRow row)
            where TRow : class
        {
            if (row is OperatorActionRecord deed)
            {
                _deeds.Add(deed);
            }

            inner.Add(row);
        }

        public void Add(SagaRecord saga)
        {
            _sagas.Add(saga);
            inner.Add(saga);
        }

        public void Add(HistoryRecord entry)
        {
            _entries.Add(entry);
            inner.Add(entry);
        }

        public void Add(OutboxRecord message)
        {
            _outbox.Add(message);
            inner.Add(message);
        }

        public void Add(TimerRecord timer)
        {
            _timers.Add(timer);
            inner.Add(timer);
        }

        public void Remove(SagaRecord saga) => inner.Remove(saga);

        public void RemoveOwnedTimer(Guid token)
        {
            _cleared.Add(token);
            inner.RemoveOwnedTimer(token);
        }

        public void CancelTimer(Guid token) => inner.CancelTimer(token);

        public void Release(HoldRecord hold, int perSecond) => inner.Release(hold, perSecond);

        public Task<bool> IsConsumed(InboxKey key, CancellationToken cancellationToken) =>
            inner.IsConsumed(key, cancellationToken);

        public async Task Commit(InboxKey? key, CancellationToken cancellationToken)
        {
            await inner.Commit(key, cancellationToken);
            committed(
                new(
                    key,
                    [.. _sagas.Select(Of)],
                    [.. _entries],
                    [.. _outbox],
                    [.. _timers],
                    [.. _cleared],
                    [.. _deeds]
                )
            );
            _sagas.Clear();
            _entries.Clear();
            _outbox.Clear();
            _timers.Clear();
            _cleared.Clear();
            _deeds.Clear();
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public void Dispose() => ((IDisposable)inner).Dispose();

        private static SavedSaga Of(SagaRecord saga) =>
            new(
                saga.Type,
                saga.Id,
                saga.State,
                saga.Version,
                saga.DefinitionVersion,
                saga.Reason,
                saga.EndedAt is not null,
                saga.OwedSince is not null,
                saga.WaitingSince is not null,
                saga.StartedAt,
                saga.Data
            );
    }
}
