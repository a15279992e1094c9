using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Replays;

/// <summary>Does with some letters of a plan what the plan says: published and confirmed before they leave their queue.</summary>
internal sealed class ReplaySender(
    IReplayLetters letters,
    IDeadLetterStore index,
    IDeadLetterQueues queues,
    ConsumedQueues consumed
)
{
    /// <param name="found">Each letter with its message; null: as the index has it.</param>
    /// <returns>Those that were sent, and may be taken out of their queue.</returns>
    /// <exception cref="NoSuchQueueException">No target is there; everything is as it was before.</exception>
    /// <exception cref="BrokerAwayException">It is not known which were sent; what their consumers do will tell.</exception>
    public async Task<IReadOnlyList<ReplayItemRecord>> Send(
        ReplayPlanRecord plan,
        IReadOnlyList<(ReplayItemRecord Item, DeadMessage? Message)> found,
        CancellationToken cancellationToken
    )
    {
        var status = BecomesOf(plan.Action);
        var taken = await letters.Take([.. found.Select(one => one.Item)], status, cancellationToken);
        var wanted = found.Where(one => taken.Contains(one.Item.Number)).ToList();
        var bodies = await Bodies(wanted.Select(one => one.Item), cancellationToken);
        Failpoint.Hit("replay-taken");
        var sent = await Task.WhenAll(
            wanted.Select(one =>
                Send(plan, one.Item, one.Message, bodies[one.Item.LetterId], cancellationToken)
            )
        );
        Failpoint.Hit("replay-published");
        var done = wanted.Where((_, index) => sent[index]).Select(one => one.Item).ToList();
        var failed = wanted.Where((_, index) => !sent[index]).Select(one => one.Item).ToList();
        if (failed.Count > 0)
        {
            await letters.PutBack(failed, status, cancellationToken);
        }

        if (plan.Action is ReplayAction.Discard or ReplayAction.Restore)
        {
            await letters.Settle([.. done.Select(item => Settled(plan, item))], cancellationToken);
        }

        return failed.Count > 0 && done.Count == 0 ? throw new NoSuchQueueException(failed[0].Target) : done;
    }

    /// <summary>What letters are in the index from before they are sent until they have their outcome.</summary>
    public static DeadLetterStatus BecomesOf(ReplayAction action) =>
        action switch
        {
            ReplayAction.Discard => DeadLetterStatus.Discarded,
            ReplayAction.Restore => DeadLetterStatus.Dead,
            _ => DeadLetterStatus.Replaying,
        };

    /// <returns>False: its queue is not there.</returns>
    private async Task<bool> Send(
        ReplayPlanRecord plan,
        ReplayItemRecord item,
        DeadMessage? message,
        DeadLetterBodyRecord body,
        CancellationToken cancellationToken
    )
    {
        message ??= ReplayMessage.FromIndex(item.MessageId, body);
        try
        {
            switch (plan.Action)
            {
                case ReplayAction.Discard:
                    break;
                case ReplayAction.Restore:
                    await queues.Bury(item.Place, item.Queue, message, cancellationToken);
                    break;
                default:
                    await queues.Send(
                        Ahead(item.Target),
                        ReplayMessage.Of(message, body, item),
                        cancellationToken
                    );
                    break;
            }

            return true;
        }
        catch (NoSuchQueueException)
        {
            return false;
        }
    }

    /// <returns>The same endpoint's queue of replies, where this process has one: what somebody has replayed does not wait behind all that want to begin.</returns>
    private string Ahead(string queue)
    {
        var replies = Address.Replies(queue);
        return consumed.Endpoints.ContainsKey(replies) ? replies : queue;
    }

    private async Task<Dictionary<Guid, DeadLetterBodyRecord>> Bodies(
        IEnumerable<ReplayItemRecord> items,
        CancellationToken cancellationToken
    ) =>
        (await index.Bodies([.. items.Select(item => item.LetterId)], cancellationToken)).ToDictionary(body =>
            body.Id
        );

    private static ReplayOutcome Settled(ReplayPlanRecord plan, ReplayItemRecord item) =>
        plan.Action == ReplayAction.Discard
            ? new(item, ReplayItemStatus.Handled, "Discarded.", null)
            : new(item, ReplayItemStatus.Handled, "Among the dead letters again.", DeadLetterStatus.Dead);
}
