using Microsoft.EntityFrameworkCore;
using Sagas.Orchestration;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Upgrades;

namespace Sagas.Storage.Stores;

internal sealed class PopulationStore(Database database) : IPopulationStore
{
    private const int MaxListed = 10_000;

    public async Task<IReadOnlyList<SagaCount>> Sagas(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var counts = await context
            .Sagas.GroupBy(saga => new
            {
                saga.Type,
                saga.DefinitionVersion,
                saga.State,
                HasEnded = saga.EndedAt != null,
            })
            .Select(group => new { group.Key, Count = group.LongCount() })
            .ToListAsync(cancellationToken);
        return
        [
            .. counts
                .Select(count => new SagaCount(
                    count.Key.Type,
                    count.Key.DefinitionVersion,
                    count.Key.State,
                    count.Key.HasEnded,
                    count.Count
                ))
                .OrderBy(count => count.Saga, StringComparer.Ordinal)
                .ThenBy(count => count.Version)
                .ThenBy(count => count.State, StringComparer.Ordinal),
        ];
    }

    public async Task<IReadOnlyList<TimerCount>> Timers(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var counts = await context
            .Timers.GroupBy(timer => new
            {
                timer.SagaType,
                timer.Purpose,
                timer.Name,
                timer.Destination,
            })
            .Select(group => new
            {
                group.Key,
                Count = group.LongCount(),
                First = group.Min(timer => timer.DueAt),
                Last = group.Max(timer => timer.DueAt),
            })
            .ToListAsync(cancellationToken);
        return
        [
            .. counts
                .Select(count => new TimerCount(
                    count.Key.SagaType,
                    count.Key.Purpose.ToString(),
                    count.Key.Name,
                    Address.EndOf(count.Key.Destination),
                    count.Count,
                    count.First,
                    count.Last
                ))
                .OrderBy(count => count.Saga, StringComparer.Ordinal)
                .ThenBy(count => count.Purpose, StringComparer.Ordinal)
                .ThenBy(count => count.Name, StringComparer.Ordinal),
        ];
    }

    public async Task<IReadOnlyList<MessageCount>> DeadLetters(CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        var counts = await context
            .DeadLetters.Where(letter =>
                letter.Status == DeadLetterStatus.Dead || letter.Status == DeadLetterStatus.Replaying
            )
            .GroupBy(letter => new { letter.Queue, letter.MessageType })
            .Select(group => new { group.Key, Count = group.LongCount() })
            .ToListAsync(cancellationToken);
        return
        [
            .. counts
                .Select(count => new MessageCount(
                    MessagePlace.DeadLetter,
                    count.Key.Queue,
                    count.Key.MessageType,
                    count.Count
                ))
                .OrderBy(count => count.Queue, StringComparer.Ordinal)
                .ThenBy(count => count.Type, StringComparer.Ordinal),
        ];
    }

    public async Task<IReadOnlyList<OutboxRecord>> Outbox(int limit, CancellationToken cancellationToken)
    {
        await using var context = database.Open();
        return await context
            .Outbox.OrderBy(message => message.CreatedAt)
            .ThenBy(message => message.Id)
            .Take(Math.Clamp(limit, 1, MaxListed))
            .ToListAsync(cancellationToken);
    }
}
