using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage.Model;

namespace Sagas.Storage.Transactions;

/// <summary>What a transaction removes without having read it.</summary>
internal sealed class Removals
{
    private readonly List<SagaRecord> sagas = [];
    private readonly HashSet<Guid> cancelled = [];
    private readonly List<(HoldRecord Hold, int PerSecond)> released = [];

    /// <remarks>
    /// 1. A saga that was added in this transaction was never there, nor was its history.
    /// 2. One that was read goes with its history, including the entries that this transaction adds.
    /// </remarks>
    public void Remove(SagasContext context, SagaRecord saga)
    {
        context.Remove(saga);
        sagas.Add(saga);
    }

    /// <remarks>
    /// 1. A timer added in this transaction is forgotten.
    /// 2. Any other is removed by its key; that nothing was removed shows at the commit, as a conflict.
    /// </remarks>
    public static void RemoveOwnedTimer(SagasContext context, Guid token)
    {
        if (!Forget(context, token))
        {
            context.Remove(Stub(token));
        }
    }

    public void CancelTimer(SagasContext context, Guid token)
    {
        if (!Forget(context, token))
        {
            cancelled.Add(token);
        }
    }

    public void Release(SagasContext context, HoldRecord hold, int perSecond)
    {
        context.Remove(hold);
        released.Add((hold, perSecond));
    }

    public void Clear()
    {
        released.Clear();
        sagas.Clear();
        cancelled.Clear();
    }

    /// <summary>Nothing reaches the database unless a saga was removed or a timer cancelled.</summary>
    public async Task Execute(
        SagasContext context,
        Database database,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        foreach (var saga in sagas)
        {
            foreach (var entry in context.ChangeTracker.Entries<HistoryRecord>().ToList())
            {
                if (entry.Entity.SagaType == saga.Type && entry.Entity.SagaId == saga.Id)
                {
                    entry.State = EntityState.Detached;
                }
            }

            if (context.Entry(saga).State == EntityState.Deleted)
            {
                await context
                    .History.Where(entry => entry.SagaType == saga.Type && entry.SagaId == saga.Id)
                    .ExecuteDeleteAsync(cancellationToken);
            }
        }

        if (cancelled.Count > 0)
        {
            await context
                .Timers.Where(timer => cancelled.Contains(timer.Token))
                .ExecuteDeleteAsync(cancellationToken);
        }

        foreach (var (hold, perSecond) in released)
        {
            var scope = hold.Scope.ToString();
            var seconds = (int)Math.Clamp((now - hold.At).TotalSeconds, 0, int.MaxValue);
            await context.Database.ExecuteSqlRawAsync(
                database.Statements.ReleaseOutbox,
                [scope, hold.Name, perSecond],
                cancellationToken
            );
            await context.Database.ExecuteSqlRawAsync(
                database.Statements.ReleaseTimers,
                [scope, hold.Name, seconds],
                cancellationToken
            );
        }
    }

    private static bool Forget(SagasContext context, Guid token)
    {
        if (context.Timers.Local.FindEntry(token) is not { } tracked)
        {
            return false;
        }

        if (tracked.State == EntityState.Added)
        {
            tracked.State = EntityState.Detached;
        }

        // Anything else is a stub: it is removed already.
        return true;
    }

    private static TimerRecord Stub(Guid token) =>
        new()
        {
            Token = token,
            IsOwned = true,
            Purpose = TimerPurpose.StepDeadline,
            Name = "",
            DueAt = default,
            Destination = "",
            ContentType = "",
            Body = "",
            Metadata = "",
        };
}
