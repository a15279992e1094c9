using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration.Order;
using Sagas.Storage.DeadLetters;

namespace Sagas.Storage.Stores;

internal sealed class OrderStore(Database database) : IOrderStore
{
    public async Task<IReadOnlyList<BlockedSaga>> Unblocked(
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        var (letters, waiting) = (Backlogs.Open(context), Backlogs.Waiting(context));
        var free = await context
            .Sagas.Where(saga => saga.BlockedSince != null)
            .Where(saga =>
                !waiting.Any(timer =>
                    timer.SagaType == saga.Type && timer.SagaId == saga.Id && timer.DueAt <= now
                )
            )
            .Where(saga =>
                waiting.Any(timer =>
                    timer.SagaType == saga.Type
                    && timer.SagaId == saga.Id
                    && (
                        saga.Reason != null
                        || !letters.Any(letter =>
                            letter.SagaType == saga.Type
                            && letter.SagaId == saga.Id
                            && (
                                letter.Exception != TooManyWaitingException.Name
                                || letter.At < timer.WaitingSince
                            )
                        )
                    )
                )
                || (
                    !waiting.Any(timer => timer.SagaType == saga.Type && timer.SagaId == saga.Id)
                    && !letters.Any(letter => letter.SagaType == saga.Type && letter.SagaId == saga.Id)
                )
            )
            .OrderBy(saga => saga.BlockedSince)
            .Take(limit)
            .Select(saga => new { saga.Type, saga.Id })
            .ToListAsync(cancellationToken);
        var left = await waiting
            .Where(timer => timer.DueAt > now)
            .Where(timer =>
                !context.Sagas.Any(saga => saga.Type == timer.SagaType && saga.Id == timer.SagaId)
            )
            .Where(timer =>
                !waiting.Any(other =>
                    other.SagaType == timer.SagaType && other.SagaId == timer.SagaId && other.DueAt <= now
                )
            )
            .Select(timer => new { Type = timer.SagaType!, Id = timer.SagaId!.Value })
            .Distinct()
            .OrderBy(saga => saga.Type)
            .ThenBy(saga => saga.Id)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return [.. free.Concat(left).Take(limit).Select(saga => new BlockedSaga(saga.Type, saga.Id))];
    }

    public async Task<Backlog> Behind(string type, Guid id, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await new Backlogs(context, type, id).Read(Guid.Empty, Guid.Empty, cancellationToken);
    }

    public async Task<IReadOnlyList<(string Saga, long Count)>> CountWaiting(
        CancellationToken cancellationToken
    )
    {
        await using var context = database.Open();
        var counts = await Backlogs
            .Waiting(context)
            .GroupBy(timer => timer.SagaType)
            .Select(group => new { Saga = group.Key!, Count = group.LongCount() })
            .ToListAsync(cancellationToken);
        return [.. counts.Select(count => (count.Saga, count.Count))];
    }
}
