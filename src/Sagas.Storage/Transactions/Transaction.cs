using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.DeadLetters;
using Sagas.Storage.Groups;
using Sagas.Storage.Model;
using Sagas.Storage.Providers;

namespace Sagas.Storage.Transactions;

/// <summary>
/// One message's transaction. On PostgreSQL it takes three round trips: BEGIN with the locked read, one batch of
/// all writes, COMMIT. The inbox is not read: a message that was consumed before shows as a key that exists.
/// </summary>
internal sealed class Transaction(Database database, SagaLocking locking, TimeProvider time)
    : ITransaction,
        IDisposable
{
    private readonly SagasContext context = Tracking(database.Open());
    private readonly Removals removals = new();
    private IDbContextTransaction? transaction;
    private IDisposable? pass;
    private bool hasEnded;
    private bool isDisposed;

    public Task<SagaRecord?> FindSaga(string type, Guid id, CancellationToken cancellationToken) =>
        Run(
            async () =>
            {
                var sagas = await Sagas(
                    context.Sagas.FromSqlRaw(database.Statements.LockSaga, type, id),
                    context.Sagas.Where(saga => saga.Type == type && saga.Id == id),
                    cancellationToken
                );
                return sagas.SingleOrDefault();
            },
            null,
            cancellationToken
        );

    public Task<IReadOnlyList<SagaRecord>> FindSagas(
        string type,
        int limit,
        CancellationToken cancellationToken
    ) =>
        Run<IReadOnlyList<SagaRecord>>(
            async () =>
                await Sagas(
                    context.Sagas.FromSqlRaw(database.Statements.LockSagas, type, limit),
                    context
                        .Sagas.Where(saga => saga.Type == type && saga.EndedAt == null)
                        .OrderBy(saga => saga.Id)
                        .Take(limit),
                    cancellationToken
                ),
            null,
            cancellationToken
        );

    public Task<Backlog> Backlog(
        string type,
        Guid id,
        Guid message,
        Guid token,
        CancellationToken cancellationToken
    ) =>
        Run(
            async () =>
            {
                await Open(cancellationToken);
                await LockLate(type, id, cancellationToken);
                return await new Backlogs(context, type, id).Read(message, token, cancellationToken);
            },
            null,
            cancellationToken
        );

    public Task<TRow?> Find<TRow>(object key, CancellationToken cancellationToken = default)
        where TRow : class =>
        Run(() => context.FindAsync<TRow>([key], cancellationToken).AsTask(), null, cancellationToken);

    public Task<IReadOnlyList<TRow>> Lock<TRow>(
        IReadOnlyCollection<string> keys,
        CancellationToken cancellationToken = default
    )
        where TRow : class =>
        Run<IReadOnlyList<TRow>>(
            async () =>
            {
                var rows = new List<TRow>(keys.Count);
                var table = RowTable.Of<TRow>(context);
                var ordered = keys.Distinct().Order(StringComparer.Ordinal);
                await Open(cancellationToken);
                foreach (var batch in ordered.Chunk(Statements.MaxKeysPerLock))
                {
                    var statement = database.Statements.LockRows(table.Name, table.Key, batch);
                    rows.AddRange(
                        await context
                            .Set<TRow>()
                            .FromSqlRaw(statement.Sql, statement.Arguments)
                            .ToListAsync(cancellationToken)
                    );
                }

                return rows;
            },
            null,
            cancellationToken
        );

    public Task<bool> IsConsumed(InboxKey key, CancellationToken cancellationToken) =>
        Run(() => database.IsConsumed(key, cancellationToken), null, cancellationToken);

    public void Add<TRow>(TRow row)
        where TRow : class => Usable().Add(row);

    public void Add(SagaRecord saga) => Usable().Add(saga);

    public void Add(HistoryRecord entry) => Usable().Add(entry);

    public void Add(OutboxRecord message) => Usable().Add(message);

    public void Add(TimerRecord timer) => Usable().Add(timer);

    public void Remove(SagaRecord saga) => removals.Remove(Usable(), saga);

    public void RemoveOwnedTimer(Guid token) => Removals.RemoveOwnedTimer(Usable(), token);

    public void CancelTimer(Guid token) => removals.CancelTimer(Usable(), token);

    /// <summary>What a transaction had read and staged that was to be written in a group, and is to be written here.</summary>
    public void TakeOver(StagedWrites writes)
    {
        foreach (var row in writes.Added)
        {
            Usable().Add(row);
        }

        foreach (var saga in writes.Sagas)
        {
            var entry = Usable().Attach(saga.Saga);
            saga.Restore(entry.OriginalValues);
            entry.DetectChanges();
        }

        foreach (var token in writes.OwnedTimers)
        {
            RemoveOwnedTimer(token);
        }

        foreach (var token in writes.CancelledTimers)
        {
            CancelTimer(token);
        }
    }

    public void Release(HoldRecord hold, int perSecond) => removals.Release(Usable(), hold, perSecond);

    public Task Commit(InboxKey? key, CancellationToken cancellationToken) =>
        Run(
            async () =>
            {
                if (key is not null)
                {
                    context.Add(
                        new InboxRecord
                        {
                            MessageId = key.MessageId,
                            Consumer = key.Consumer,
                            ConsumedAt = time.GetUtcNow(),
                        }
                    );
                }

                await Open(cancellationToken);
                await removals.Execute(context, database, time.GetUtcNow(), cancellationToken);
                await context.SaveChangesAsync(cancellationToken);
                await transaction!.CommitAsync(cancellationToken);
                await Close();
                context.ChangeTracker.Clear();
                removals.Clear();
                return true;
            },
            key,
            cancellationToken
        );

    /// <summary>Again: does nothing. The context is given back once, for it may serve another transaction by then.</summary>
    public async ValueTask DisposeAsync()
    {
        await End();
        if (!isDisposed)
        {
            isDisposed = true;
            await context.DisposeAsync();
        }
    }

    /// <summary>For scopes that are not disposed asynchronously.</summary>
    public void Dispose()
    {
        hasEnded = true;
        try
        {
            transaction?.Dispose();
        }
        finally
        {
            transaction = null;
            pass?.Dispose();
        }

        if (!isDisposed)
        {
            isDisposed = true;
            context.Dispose();
        }
    }

    /// <summary>Locked in this transaction; or, optimistically, just read, and compared by version at the commit.</summary>
    private async Task<List<SagaRecord>> Sagas(
        IQueryable<SagaRecord> locked,
        IQueryable<SagaRecord> read,
        CancellationToken cancellationToken
    )
    {
        if (locking == SagaLocking.Pessimistic)
        {
            await Open(cancellationToken);
        }

        var query = locking == SagaLocking.Pessimistic ? locked : read;
        return await query.ToListAsync(cancellationToken);
    }

    /// <summary>What was read without a lock gets one; it must be what it was.</summary>
    private async Task LockLate(string type, Guid id, CancellationToken cancellationToken)
    {
        if (locking == SagaLocking.Pessimistic)
        {
            return;
        }

        var now = await context
            .Sagas.FromSqlRaw(database.Statements.LockSaga, type, id)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var read = context.Sagas.Local.FirstOrDefault(saga => saga.Type == type && saga.Id == id);
        if (
            read?.Version != now.SingleOrDefault()?.Version
            || read?.BlockedSince != now.SingleOrDefault()?.BlockedSince
        )
        {
            throw new ConflictException($"The {type} {id} has changed since it was read.");
        }
    }

    private async Task Open(CancellationToken cancellationToken)
    {
        if (transaction is null)
        {
            pass = await database.Provider.EnterWrite(cancellationToken);
            transaction = await context.Database.BeginTransactionAsync(
                IsolationLevel.ReadCommitted,
                cancellationToken
            );
        }
    }

    private Task End()
    {
        hasEnded = true;
        return Close();
    }

    /// <summary>A connection that broke off cannot be rolled back; the database does so by itself.</summary>
    private async Task Abandon()
    {
        try
        {
            await End();
        }
        catch (Exception failure) when (database.Classify(failure) == Failure.Unavailable)
        {
            // What it fails of is what is being told already.
        }
    }

    /// <summary>Rolls back what was not committed, and lets the next writer in.</summary>
    private async Task Close()
    {
        try
        {
            if (transaction is not null)
            {
                await transaction.DisposeAsync();
            }
        }
        finally
        {
            transaction = null;
            pass?.Dispose();
        }
    }

    /// <summary>After any failure the transaction has ended: what follows from the failure is told by its type.</summary>
    private async Task<T> Run<T>(Func<Task<T>> work, InboxKey? key, CancellationToken cancellationToken)
    {
        Usable();
        var isDone = false;
        try
        {
            var result = await work();
            isDone = true;
            return result;
        }
        catch (Exception exception) when (database.Classify(exception) is not Failure.Other)
        {
            await Abandon();
            throw (await database.Explain(exception, key, cancellationToken))!;
        }
        finally
        {
            if (!isDone)
            {
                await End();
            }
        }
    }

    private static SagasContext Tracking(SagasContext context)
    {
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        return context;
    }

    private SagasContext Usable() =>
        hasEnded
            ? throw new InvalidOperationException(
                "The transaction has ended, by a failure or because it was disposed. Begin another one."
            )
            : context;
}
