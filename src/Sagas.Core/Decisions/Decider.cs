using Sagas.Core.Definitions;

namespace Sagas.Core.Decisions;

/// <summary>
/// Every decision about a saga. Pure: the same plan, saga and input always give the same decision, ids
/// included, whoever asks and however often.
/// </summary>
public static class Decider
{
    public static Decision<TData> Decide<TData>(SagaPlan<TData> plan, Saga<TData> saga, Input input)
        where TData : class =>
        input is Input.Start start
            ? DecideStart(plan, saga, start)
            : Accept(
                plan,
                saga,
                input switch
                {
                    Input.Reply reply => JudgeReply.Of(plan, saga, reply.Message),
                    Input.Deadline deadline => JudgeTimer.Of(plan, saga, deadline),
                    Input.SagaDeadline deadline => JudgeTimer.Of(plan, saga, deadline),
                    Input.Reminder reminder => JudgeTimer.Of(plan, saga, reminder),
                    Input.Cancel cancel => JudgeRequest.Of(plan, saga, cancel),
                    Input.Resume resume => JudgeRequest.Of(saga, resume),
                    Input.Settle settle => JudgeRequest.Of(plan, saga, settle),
                    _ => throw new ArgumentOutOfRangeException(
                        nameof(input),
                        input,
                        "This kind of input is not known."
                    ),
                }
            );

    /// <summary>What follows from an entry that was decided before, computed anew; it is trusted to be possible.</summary>
    public static Decision<TData>.Accepted Again<TData>(
        SagaPlan<TData> plan,
        Saga<TData> saga,
        HistoryEntry entry
    )
        where TData : class => Accept(plan, saga, entry);

    /// <remarks>
    /// 1. Not started: the message is checked, then starts the saga.
    /// 2. Started by the same payload: a repetition, ignored.
    /// 3. Started by another payload: a conflict.
    /// </remarks>
    private static Decision<TData> DecideStart<TData>(
        SagaPlan<TData> plan,
        Saga<TData> saga,
        Input.Start start
    )
        where TData : class
    {
        if (saga.Phase == SagaPhase.NotStarted)
        {
            var problems = plan.Start.Problems(start.Message);
            return problems.Count > 0
                ? new Decision<TData>.Rejected(Rejection.Invalid, string.Join(" ", problems))
                : Accept(
                    plan,
                    saga,
                    new(saga.Sequence + 1, EntryKind.Started, null, start.Message, start.Fingerprint)
                );
        }

        return saga.Fingerprint == start.Fingerprint
            ? Accept(
                plan,
                saga,
                Ignored.Of(
                    saga,
                    IgnoredAs.Duplicate,
                    "The saga was started by this message already.",
                    start.Message
                )
            )
            : new Decision<TData>.Rejected(
                Rejection.Conflict,
                $"The key \"{plan.Start.Key(start.Message)}\" belongs to the {plan.Name} {saga.Id}, which another "
                    + "payload started. Use a new key, or send the same payload."
            );
    }

    private static Decision<TData>.Accepted Accept<TData>(
        SagaPlan<TData> plan,
        Saga<TData> saga,
        HistoryEntry entry
    )
        where TData : class
    {
        var next = Folder.Fold(plan, saga, entry);
        return new(next, entry, Effects.Between(plan, saga, entry, next));
    }
}
