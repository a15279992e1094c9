using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Diagnosis;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;

namespace Sagas.Storage.Stores;

internal sealed class WaitStore(Database database) : IWaitStore
{
    private const int MostRows = 1_000;

    public Task<IReadOnlyList<OutboxRecord>> OutboxOf(Guid saga, CancellationToken cancellationToken) =>
        Outbox(row => row.SagaId == saga, cancellationToken);

    public Task<IReadOnlyList<OutboxRecord>> Unsent(
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    ) => Outbox(row => messages.Contains(row.MessageId), cancellationToken);

    public async Task<IReadOnlyList<InboxRecord>> ConsumersOf(
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .Inbox.Where(row => messages.Contains(row.MessageId))
            .OrderBy(row => row.ConsumedAt)
            .Take(MostRows)
            .ToListAsync(cancellationToken);
    }

    public Task<IReadOnlyList<DeadLetterRecord>> DeadLettersOf(
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    ) => DeadLetters(row => messages.Contains(row.MessageId), cancellationToken);

    public Task<IReadOnlyList<DeadLetterRecord>> DeadLettersOf(
        Guid saga,
        IReadOnlyCollection<Guid> messages,
        CancellationToken cancellationToken
    ) => DeadLetters(row => row.SagaId == saga || messages.Contains(row.MessageId), cancellationToken);

    private async Task<IReadOnlyList<DeadLetterRecord>> DeadLetters(
        Expression<Func<DeadLetterRecord, bool>> which,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .DeadLetters.Where(which)
            .Where(row => row.Status != DeadLetterStatus.Missing && row.Status != DeadLetterStatus.Replayed)
            .OrderByDescending(row => row.At)
            .Take(MostRows)
            .ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<OutboxRecord>> Outbox(
        Expression<Func<OutboxRecord, bool>> which,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        return await context
            .Outbox.Where(which)
            .OrderBy(row => row.CreatedAt)
            .Take(MostRows)
            .ToListAsync(cancellationToken);
    }
}
