using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Transactions;

namespace Sagas.Storage.Groups;

/// <summary>
/// A transaction that is written together with others: what it reads is read together with what others read, without locks, and
/// its commit is part of a group's. What cannot be done so (locks, rows of ledgers that are read, holds) makes it a transaction of its
/// own, with all that it has done so far.
/// </summary>
internal sealed class GroupTransaction(GroupServices groups) : ITransaction, IDisposable
{
    private readonly StagedWrites _writes = new();
    private Transaction? _own;
    private (string Type, Guid Id)? _absent;
    private bool _hasEnded;

    public bool IsOfMemory { get; private set; }

    public Task<SagaRecord?> FindSaga(string type, Guid id, CancellationToken cancellationToken) =>
        Usable()._own is { } own
            ? own.FindSaga(type, id, cancellationToken)
            : Read(type, id, cancellationToken);

    public Task<SagaRecord?> FindSaga(
        string type,
        Guid id,
        long? told,
        CancellationToken cancellationToken
    ) =>
        Usable()._own is null && groups.Memory.Serves(type, id, told, out var saga)
            ? Task.FromResult(Remembered(type, id, saga))
            : FindSaga(type, id, cancellationToken);

    public Task<IReadOnlyList<SagaRecord>> FindSagas(
        string type,
        int limit,
        CancellationToken cancellationToken
    ) => Own().FindSagas(type, limit, cancellationToken);

    public Task<Backlog> Backlog(
        string type,
        Guid id,
        Guid message,
        Guid token,
        CancellationToken cancellationToken
    ) => Own().Backlog(type, id, message, token, cancellationToken);

    public Task<TRow?> Find<TRow>(object key, CancellationToken cancellationToken = default)
        where TRow : class => Own().Find<TRow>(key, cancellationToken);

    public Task<IReadOnlyList<TRow>> Lock<TRow>(
        IReadOnlyCollection<string> keys,
        CancellationToken cancellationToken = default
    )
        where TRow : class => Own().Lock<TRow>(keys, cancellationToken);

    public Task<bool> IsConsumed(InboxKey key, CancellationToken cancellationToken)
    {
        Usable();
        return Run(() => groups.Database.IsConsumed(key, cancellationToken), null, cancellationToken);
    }

    public void Add<TRow>(TRow row)
        where TRow : class
    {
        if (Usable()._own is { } own)
        {
            own.Add(row);
        }
        else
        {
            _writes.Add(row);
        }
    }

    public void Add(SagaRecord saga) => Add<SagaRecord>(saga);

    public void Add(HistoryRecord entry) => Add<HistoryRecord>(entry);

    public void Add(OutboxRecord message) => Add<OutboxRecord>(message);

    public void Add(TimerRecord timer) => Add<TimerRecord>(timer);

    public void Remove(SagaRecord saga) => Own().Remove(saga);

    public void RemoveOwnedTimer(Guid token)
    {
        if (Usable()._own is { } own)
        {
            own.RemoveOwnedTimer(token);
        }
        else
        {
            _writes.RemoveOwnedTimer(token);
        }
    }

    public void CancelTimer(Guid token)
    {
        if (Usable()._own is { } own)
        {
            own.CancelTimer(token);
        }
        else
        {
            _writes.CancelTimer(token);
        }
    }

    public void Release(HoldRecord hold, int perSecond) => Own().Release(hold, perSecond);

    public Task Commit(InboxKey? key, CancellationToken cancellationToken) =>
        Usable()._own is { } own
            ? own.Commit(key, cancellationToken)
            : Run(() => CommitWithOthers(key, cancellationToken), key, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _hasEnded = true;
        Forget();
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    /// <summary>For scopes that are not disposed asynchronously.</summary>
    public void Dispose()
    {
        _hasEnded = true;
        Forget();
        _own?.Dispose();
    }

    private SagaRecord? Remembered(string type, Guid id, SagaRecord? saga)
    {
        groups.Meter?.Groups.Remembered();
        IsOfMemory = true;
        if (saga is null)
        {
            _absent = (type, id);
        }
        else
        {
            _writes.Read(new(saga, groups.Tables.Saga));
        }

        return saga;
    }

    /// <summary>What was not committed may rest on what is no longer so.</summary>
    private void Forget()
    {
        foreach (var read in _writes.Sagas)
        {
            groups.Memory.Forget(read.Saga.Type, read.Saga.Id);
        }

        if (_absent is { } absent)
        {
            groups.Memory.Forget(absent.Type, absent.Id);
        }
    }

    private Task<SagaRecord?> Read(string type, Guid id, CancellationToken cancellationToken) =>
        Run(
            async () =>
            {
                var saga = await groups.Reader.Read(type, id).WaitAsync(cancellationToken);
                if (saga is not null)
                {
                    _writes.Read(new(saga, groups.Tables.Saga));
                }

                return saga;
            },
            null,
            cancellationToken
        );

    /// <summary>Once it is part of a group, nobody can take it out again.</summary>
    private async Task<bool> CommitWithOthers(InboxKey? key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (key is not null)
        {
            _writes.Consume(key, groups.Time.GetUtcNow());
        }

        await groups.Committer.Commit(_writes);
        foreach (
            var saga in _writes.Sagas.Select(read => read.Saga).Concat(_writes.Added.OfType<SagaRecord>())
        )
        {
            groups.Memory.Keep(saga);
        }

        _writes.Clear();
        (_absent, IsOfMemory) = (null, false);
        return true;
    }

    /// <summary>After any failure the transaction has ended: what follows from the failure is told by its type.</summary>
    private async Task<T> Run<T>(Func<Task<T>> work, InboxKey? key, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception failure)
        {
            _hasEnded = true;
            if (await groups.Database.Explain(failure, key, cancellationToken) is { } explained)
            {
                throw explained;
            }

            throw;
        }
    }

    /// <summary>From here on it is alone.</summary>
    private Transaction Own()
    {
        Usable();
        if (_own is null)
        {
            Forget();
            _absent = null;
            _own = new Transaction(groups.Database, SagaLocking.Optimistic, groups.Time);
            _own.TakeOver(_writes);
            _writes.Clear();
        }

        return _own;
    }

    private GroupTransaction Usable() =>
        _hasEnded
            ? throw new InvalidOperationException(
                "The transaction has ended, by a failure or because it was disposed. Begin another one."
            )
            : this;
}
