using Sagas.Core.Decisions;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Diagnosis;

internal sealed class SagaDiagnosis(
    IWaitStore traces,
    BlockadeReader blockades,
    ITimerStore timers,
    IHoldStore holds,
    Whereabouts whereabouts,
    SagaDesks desks
) : ISagaDiagnosis
{
    private const int MostTimers = 100;
    private const string Again = "\"sagas resume\" asks again";

    private sealed record Traces(
        SagaRecord Saga,
        IReadOnlyList<OutboxRecord> Outbox,
        IReadOnlyList<TimerRecord> Timers,
        IReadOnlyList<HoldRecord> Holds,
        Blockade? Blockade
    );

    public async Task<Why> Why(SagaRecord saga, CancellationToken cancellationToken)
    {
        var found = new Traces(
            saga,
            await traces.OutboxOf(saga.Id, cancellationToken),
            [
                .. (await timers.List(new(saga.Id, Limit: MostTimers), cancellationToken)).Where(timer =>
                    timer.Purpose != TimerPurpose.Waiting
                ),
            ],
            await holds.List(cancellationToken),
            await blockades.Find(saga, cancellationToken)
        );
        var waits = new List<Wait>();
        foreach (var open in desks.Find(saga.Type)?.Open(saga) ?? [])
        {
            var (verdict, text) = await Judge(open, found, cancellationToken);
            waits.Add(
                new(
                    open.Step.Name,
                    open.Step.Participant,
                    (open.IsUndo ? open.Step.Undo! : open.Step.Command).Name,
                    open.IsUndo,
                    open.Progress.Attempts,
                    open.Since,
                    verdict,
                    text
                )
            );
        }

        return new(saga, waits, found.Timers, Next(saga), found.Blockade);
    }

    /// <summary>The first that is true, from our own tables outwards.</summary>
    private async Task<(Verdict, string)> Judge(
        OpenStep open,
        Traces found,
        CancellationToken cancellationToken
    )
    {
        var participant = open.Step.Participant;
        if (!open.Progress.IsWaitedFor)
        {
            return (
                Verdict.GivenUp,
                $"No answer in {open.Progress.Attempts} attempts. \"sagas resume\" asks again, \"sagas settle\" says that it was seen to."
            );
        }

        if (found.Holds.FirstOrDefault(hold => Stops(hold, open, found.Saga)) is { } held)
        {
            return (
                Verdict.Held,
                $"Held since {Whereabouts.At(held.At)} by {held.By}: {held.Reason}. \"sagas release\" lets it go."
            );
        }

        if (found.Outbox.FirstOrDefault(row => row.Participant == participant) is { } unsent)
        {
            return await whereabouts.InOutbox(unsent, participant, participant, cancellationToken);
        }

        var messages = SagaMessages
            .Of(desks.Find(found.Saga.Type)!.Plan, found.Saga, open.Progress.Asked)
            .ToList();
        var letters = await traces.DeadLettersOf(found.Saga.Id, messages, cancellationToken);
        var consumed = await traces.ConsumersOf(messages, cancellationToken);
        if (
            consumed.FirstOrDefault(row =>
                row.Consumer.StartsWith($"{participant}/", StringComparison.Ordinal)
            ) is
            { } handled
        )
        {
            var lost = letters.FirstOrDefault(letter => letter.Queue == Address.QueueOfSaga(found.Saga.Type));
            return lost is null
                ? AmongThoseThatWait(found.Blockade)
                    ?? (
                        Verdict.ReplyMissing,
                        $"{participant} handled it at {Whereabouts.At(handled.ConsumedAt)}, and the answer has not come. \"sagas resume\" asks again; the key makes it safe."
                    )
                : (Verdict.ReplyDeadLettered, Whereabouts.OfLetter(lost, Again));
        }

        if (letters.FirstOrDefault(letter => messages.Contains(letter.MessageId)) is { } dead)
        {
            return (Verdict.DeadLettered, Whereabouts.OfLetter(dead, Again));
        }

        return found.Timers.FirstOrDefault(timer => timer.Purpose == TimerPurpose.Redelivery) is { } retry
            ? (Verdict.Retrying, $"Its handler failed; it is handled again at {Whereabouts.At(retry.DueAt)}.")
            : AmongThoseThatWait(found.Blockade)
                ?? await whereabouts.AtBroker(participant, Again, cancellationToken);
    }

    /// <summary>What answers wait is not known without reading them; asking again would not bring the answer earlier.</summary>
    private static (Verdict, string)? AmongThoseThatWait(Blockade? blockade) =>
        blockade is { Waiting: > 0 }
            ? (Verdict.AnswerWaits, $"Its answer may be among those that wait. {blockade.Text}")
            : null;

    private static bool Stops(HoldRecord hold, OpenStep open, SagaRecord saga) =>
        hold.Name
        == hold.Scope switch
        {
            HoldScope.Participant => open.Step.Participant,
            HoldScope.SagaType => saga.Type,
            _ => HoldRecord.NameOf(saga.Id),
        };

    private string? Next(SagaRecord saga)
    {
        if (saga.EndedAt is not null || desks.Find(saga.Type)?.Plan is not { } plan)
        {
            return null;
        }

        if (WaitedSteps.Of(plan, saga.State) is not [var first, ..])
        {
            return null;
        }

        var stage = first.Step.Stage + (first.IsUndo ? -1 : 1);
        var steps = plan.Outline.Where(step => step.Stage == stage).Select(step => step.Name).ToList();
        return (first.IsUndo, steps.Count) switch
        {
            (true, 0) => StateName.Compensated,
            (true, _) => StateName.Undoing(steps),
            (false, 0) => StateName.Completed,
            _ => StateName.Running(steps),
        };
    }
}
