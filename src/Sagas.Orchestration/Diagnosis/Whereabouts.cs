using System.Globalization;
using Sagas.Orchestration.Claims;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Diagnosis;

/// <summary>Where one message is that a transaction has sent: a verdict, and a sentence with its facts and what to do.</summary>
internal sealed class Whereabouts(IBrokerView broker)
{
    /// <param name="queue">Of the owner, such as <c>payments</c> or <c>order-saga</c>.</param>
    /// <param name="role">What a worker plays that consumes it.</param>
    public async Task<(Verdict, string)> InOutbox(
        OutboxRecord row,
        string queue,
        string role,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await broker.Route(queue, cancellationToken) == CommandRoute.ToQueue
                ? (
                    Verdict.InOutbox,
                    $"In the outbox since {At(row.CreatedAt)}: it is about to be sent, or no worker runs."
                )
                : (
                    Verdict.Unroutable,
                    $"In the outbox since {At(row.CreatedAt)}: no queue \"{queue}\" takes it. Start a worker that plays {role}."
                );
        }
        catch (BrokerAwayException away)
        {
            return (Verdict.InOutbox, $"In the outbox since {At(row.CreatedAt)}: {away.Message}");
        }
    }

    /// <param name="again">What to do should it be lost, such as: "sagas resume" asks again.</param>
    public async Task<(Verdict, string)> AtBroker(
        string queue,
        string again,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await broker.Queue(queue, cancellationToken) switch
            {
                null => (
                    Verdict.NotFound,
                    $"It was sent, and there is no queue \"{queue}\": it is lost. {again}."
                ),
                { Ready: > 0 } state => (
                    Verdict.Queued,
                    $"In the queue \"{queue}\", or behind others there: {state.Ready} ready, {state.Consumers} consumers."
                ),
                { Consumers: 0 } => (
                    Verdict.NotFound,
                    $"The queue \"{queue}\" is empty, and nobody consumes it: it is lost. {again}."
                ),
                { } state => (
                    Verdict.NotFound,
                    $"The queue \"{queue}\" is empty ({state.Consumers} consumers): it is being handled, or lost. {again}; the key makes it safe."
                ),
            };
        }
        catch (BrokerAwayException away)
        {
            return (Verdict.BrokerAway, $"It was sent; more is not known: {away.Message}");
        }
    }

    /// <inheritdoc cref="AtBroker"/>
    public static string OfLetter(DeadLetterRecord letter, string again)
    {
        var why = letter.Exception.Length == 0 ? letter.Reason : $"{letter.Exception}: {letter.Reason}";
        return letter.Status switch
        {
            DeadLetterStatus.Discarded => $"It died at {letter.Queue}, and was discarded: {why}. {again}.",
            DeadLetterStatus.Replaying => $"It died at {letter.Queue}, and is being replayed.",
            _ => $"Dead in {Address.OfDeadLetters(letter.Place, letter.Queue)} since {At(letter.At)}: {why}. "
                + $"\"sagas replay plan --letter {letter.Id}\" says whether it would work now.",
        };
    }

    /// <summary>What to do about a request whose message is lost.</summary>
    public static string Again(ClaimRecord claim) =>
        $"Place it again, with its key, after {At(claim.ClaimedAt + ClaimRecord.BeginsWithin)}: then it is sent again";

    public static string At(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";
}
