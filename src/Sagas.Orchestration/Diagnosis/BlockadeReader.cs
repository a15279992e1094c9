using System.Globalization;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Diagnosis;

/// <summary>Says what waits behind a dead letter of a saga, hand-written or not.</summary>
internal sealed class BlockadeReader(IOrderStore store)
{
    public async Task<Blockade?> Find(SagaRecord saga, CancellationToken cancellationToken)
    {
        if (saga.BlockedSince is null)
        {
            return null;
        }

        var backlog = await store.Behind(saga.Type, saga.Id, cancellationToken);
        var (letter, first) = (backlog.Letter, backlog.Next);
        return backlog.IsEmpty
            ? null
            : new(
                letter?.Id,
                letter?.MessageType,
                letter?.LastAt,
                backlog.Waiting,
                first?.WaitingSince,
                first?.DueAt,
                Text(backlog)
            );
    }

    private static string Text(Backlog backlog)
    {
        if (backlog.Letter is not { } letter)
        {
            return $"{Messages(backlog.Waiting)}: the dead letter before them was seen to, and they are handled one after the other.";
        }

        var dead = $"the dead letter {letter.Id} ({letter.MessageType}), dead since {At(letter.LastAt)}";
        return backlog.Next is { WaitingSince: { } since } first
            ? $"{Messages(backlog.Waiting)} behind {dead}: since {At(since)}, until {At(first.DueAt)} at the latest. Replayed or discarded, it lets them go in their order."
            : $"What comes for it waits behind {dead}. Replay or discard it.";
    }

    private static string Messages(int count) => count == 1 ? "1 message waits" : $"{count} messages wait";

    private static string At(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
