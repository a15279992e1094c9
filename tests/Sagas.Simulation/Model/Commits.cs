using Sagas.Core.Protocol;
using Sagas.Simulation.Story;

namespace Sagas.Simulation.Model;

/// <summary>The commits of workers: each alone, or those that are ready together; known, or not known to have succeeded.</summary>
internal sealed class Commits<TData>(
    Store<TData> store,
    SagaConsumer<TData> sagas,
    FaultMix faults,
    Trace trace
)
    where TData : class
{
    /// <summary>With all that its worker has ready at the same time, where transactions are shared.</summary>
    public void Commit(Work.OfDelivery delivery, IReadOnlyList<Work> atHand)
    {
        var group = faults.SharesTransactions ? ReadyWith(delivery, atHand) : [delivery];
        if (group.Count == 1)
        {
            delivery.Step = Delivery.After(delivery.Step, CommitAlone(delivery));
            return;
        }

        var answer = GroupCommit.Answer(CommitTogether(group), group.Count);
        foreach (var member in group)
        {
            member.Step = Delivery.After(
                member.Step,
                answer switch
                {
                    GroupAnswer.Committed => Committed(member),
                    GroupAnswer.EachAlone => CommitAlone(member),
                    _ => Unanswered(member),
                }
            );
        }
    }

    private static List<Work.OfDelivery> ReadyWith(Work.OfDelivery delivery, IReadOnlyList<Work> atHand) =>
        [
            .. atHand
                .OfType<Work.OfDelivery>()
                .Where(other => other.Worker == delivery.Worker && other.Step == DeliveryStep.Commit),
        ];

    private GroupOutcome CommitTogether(List<Work.OfDelivery> group)
    {
        if (faults.Strikes(Fault.CommitUnknownLost))
        {
            return GroupOutcome.Unanswered;
        }

        if (faults.Strikes(Fault.CommitRefused))
        {
            return GroupOutcome.Refused;
        }

        var isUnknown = faults.Strikes(Fault.CommitUnknownDone);
        var isWritten = store.CommitTogether(group);
        trace.Say(isWritten ? "commits: so many" : "cannot commit: so many", group.Count);
        return isUnknown ? GroupOutcome.Unanswered
            : isWritten ? GroupOutcome.Written
            : GroupOutcome.Refused;
    }

    private StepOutcome Committed(Work.OfDelivery delivery)
    {
        sagas.Remember(delivery.Worker, delivery.Staged);
        return StepOutcome.Succeeded;
    }

    private StepOutcome Unanswered(Work.OfDelivery delivery)
    {
        trace.Say("is committed or not, and nobody knows", delivery.Message);
        delivery.Outgoing.Clear();
        return Broken(delivery, FailureKind.DatabaseAway);
    }

    private StepOutcome CommitAlone(Work.OfDelivery delivery)
    {
        if (faults.Strikes(Fault.CommitUnknownLost))
        {
            trace.Say("is lost at the commit", delivery.Message);
            return Broken(delivery, FailureKind.DatabaseAway);
        }

        if (faults.Strikes(Fault.CommitRefused))
        {
            return Broken(delivery, FailureKind.Conflict);
        }

        var isUnknown = faults.Strikes(Fault.CommitUnknownDone);
        var outcome = store.Commit(delivery.Message, delivery.Staged!, delivery.Outgoing);
        if (isUnknown)
        {
            trace.Say("is committed, and nobody knows", delivery.Message);
            delivery.Outgoing.Clear();
            return Broken(delivery, FailureKind.DatabaseAway);
        }

        if (outcome == StepOutcome.Interrupted)
        {
            delivery.Failure = FailureKind.Conflict;
        }
        else if (outcome == StepOutcome.Succeeded)
        {
            Committed(delivery);
        }

        trace.Say(
            outcome switch
            {
                StepOutcome.Succeeded => "is committed",
                StepOutcome.Repeated => "was consumed before",
                _ => "lost a race",
            },
            delivery.Message
        );
        return outcome;
    }

    /// <summary>It is nobody's fault, and tried again.</summary>
    public static StepOutcome Broken(Work.OfDelivery delivery, FailureKind kind)
    {
        delivery.Failure = kind;
        return StepOutcome.Interrupted;
    }
}
