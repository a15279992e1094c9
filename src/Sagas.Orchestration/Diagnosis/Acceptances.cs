using Sagas.Core;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.Transports;
using Sagas.Orchestration.Turns;

namespace Sagas.Orchestration.Diagnosis;

internal sealed class Acceptances(
    IClaimStore claims,
    IWaitStore traces,
    ITimerStore timers,
    IBrokerView broker,
    Whereabouts whereabouts,
    SagaDesks desks
) : IAcceptances
{
    private const int MostTimers = 100;

    public async Task<IReadOnlyList<Acceptance>> Find(string idOrKey, CancellationToken cancellationToken)
    {
        var found = new List<Acceptance>();
        foreach (var desk in desks.All)
        {
            var byKey = DerivedId.OfSaga(desk.Saga, idOrKey);
            Guid[] ids = Guid.TryParse(idOrKey, out var id) ? [id, byKey] : [byKey];
            foreach (var claim in await claims.Of(desk.Saga, ids, cancellationToken))
            {
                var (verdict, text) = await Judge(desk, claim, cancellationToken);
                found.Add(new(claim.SagaType, claim.SagaId, claim.ClaimedAt, verdict, text));
            }
        }

        return found;
    }

    /// <summary>The first that is true, from our own tables outwards.</summary>
    private async Task<(Verdict, string)> Judge(
        ISagaDesk desk,
        ClaimRecord claim,
        CancellationToken cancellationToken
    )
    {
        var queue = Address.QueueOfSaga(claim.SagaType);
        Guid[] message = [ClaimRecord.MessageOf(claim.SagaId, claim.Fingerprint)];
        if (await traces.Unsent(message, cancellationToken) is [var row, ..])
        {
            return await whereabouts.InOutbox(row, queue, claim.SagaType, cancellationToken);
        }

        if (await traces.DeadLettersOf(message, cancellationToken) is [var letter, ..])
        {
            return (Verdict.DeadLettered, Whereabouts.OfLetter(letter, Whereabouts.Again(claim)));
        }

        if (await traces.ConsumersOf(message, cancellationToken) is [var handled, ..])
        {
            return (
                Verdict.Begun,
                $"It has begun at {Whereabouts.At(handled.ConsumedAt)}: this very moment, or it has ended since, and was removed (Sagas:Retention:EndedDays)."
            );
        }

        var parked = await timers.List(new(claim.SagaId, Limit: MostTimers), cancellationToken);
        if (parked.FirstOrDefault(timer => timer.Purpose == TimerPurpose.Redelivery) is { } retry)
        {
            return (
                Verdict.Retrying,
                $"It could not be begun; it is tried again at {Whereabouts.At(retry.DueAt)}."
            );
        }

        var (verdict, text) = await whereabouts.AtBroker(queue, Whereabouts.Again(claim), cancellationToken);
        return verdict == Verdict.Queued
            ? (verdict, text + await HeldBack(desk, cancellationToken))
            : (verdict, text);
    }

    /// <summary>A sentence on what keeps workers from beginning more of them; empty: nothing does.</summary>
    private async Task<string> HeldBack(ISagaDesk desk, CancellationToken cancellationToken)
    {
        try
        {
            var full = new List<string>();
            foreach (var queue in Backpressure.Queues(desk.Plan))
            {
                if (
                    await broker.Queue(queue, cancellationToken) is { Ready: > Backpressure.MostQueued } state
                )
                {
                    full.Add($"{state.Ready} at {queue}");
                }
            }

            return full.Count == 0
                ? ""
                : $" Workers begin no more while more than {Backpressure.MostQueued} messages wait for them to go on with those that have begun: there are {string.Join(", ", full)}.";
        }
        catch (BrokerAwayException)
        {
            return "";
        }
    }
}
