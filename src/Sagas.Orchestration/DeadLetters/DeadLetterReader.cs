using System.Globalization;
using System.Text.Json;
using MassTransit;
using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.DeadLetters;

/// <summary>Tells what can be told of a dead message, whatever is in it, and what its saga has at stake.</summary>
internal sealed class DeadLetterReader(
    ISagaReader sagas,
    SagaDesks desks,
    OrderedSagas ordered,
    TimeProvider time
)
{
    private const int LongestName = 256;
    private const int LongestReason = 1_024;
    private const int LongestReplay = 64;
    private const int LongestContentType = 128;
    private const string Unknown = "unknown";
    private const string Redeliveries = Retries.RetryHeaders.Redeliveries;
    private const string DiedAt = "MT-Fault-Timestamp";

    public async Task<DeadLetter> Read(
        DeadLetterPlace place,
        string queue,
        DeadMessage message,
        DeadLetterFailure failure,
        CancellationToken cancellationToken
    )
    {
        var envelope = DeadEnvelope.Read(message.Body);
        var id = IdOf(envelope, message);
        var name = Trim(envelope.Types.Count > 0 ? envelope.Types[0] : Unknown, LongestName);
        var exception = Trim(failure.Exception, LongestName);
        var at =
            place == DeadLetterPlace.Error
            && DateTimeOffset.TryParse(message.Header(DiedAt), CultureInfo.InvariantCulture, out var died)
                ? died.ToUniversalTime()
                : time.GetUtcNow();
        var record = new DeadLetterRecord
        {
            Id = DerivedId.OfDeadLetter(place.ToString(), queue, id),
            MessageId = id,
            Queue = Trim(queue, LongestName),
            Place = place,
            GroupId = Fingerprint.Of(place, queue, name, exception, failure.Stack),
            MessageType = name,
            SagaId = envelope.SagaId,
            Exception = exception,
            Reason = Trim(failure.Reason, LongestReason),
            Replay = message.Header(ReplayHeaders.Item) is { } item ? Trim(item, LongestReplay) : null,
            Attempts =
                1
                + (
                    int.TryParse(
                        message.Header(Redeliveries),
                        CultureInfo.InvariantCulture,
                        out var redeliveries
                    )
                        ? redeliveries
                        : 0
                ),
            At = at,
            LastAt = at,
        };
        await Describe(record, cancellationToken);
        return new(
            record,
            new()
            {
                Id = record.Id,
                ContentType = message.ContentType is { } content ? Trim(content, LongestContentType) : null,
                Body = message.Body.ToArray(),
                Headers = JsonSerializer.Serialize(message.Headers),
                Stack = StoredText.Of(failure.Stack.ToString(), int.MaxValue),
            }
        );
    }

    /// <summary>The saga's own words; a hand-written machine, and a saga that is not there, say less.</summary>
    private async Task Describe(DeadLetterRecord record, CancellationToken cancellationToken)
    {
        if (record.SagaId is not { } id)
        {
            return;
        }

        var found = await sagas.Find(id, cancellationToken);
        var (saga, desk, step) = found
            .Select(saga => (Saga: saga, Desk: desks.Find(saga.Type)))
            .Select(one => (one.Saga, one.Desk, Step: StepOf(one.Desk, record.MessageType)))
            .OrderByDescending(one => one.Step is not null)
            .FirstOrDefault();
        record.SagaType = saga?.Type;
        record.State = saga?.State;
        record.Step = step;
        record.Blocks =
            saga is not null
            && record.Place is DeadLetterPlace.Error or DeadLetterPlace.Dead
            && record.Queue == Address.QueueOfSaga(saga.Type)
            && ordered.WaitFor(saga, record.MessageType);
        if (saga is not null && Stake(desk, saga) is { } stake)
        {
            (record.AmountMinor, record.Currency) = (stake.AmountMinor, stake.Currency);
        }
    }

    /// <summary>The largest effect: several effects of one saga are mostly about the same money.</summary>
    private static Money? Stake(ISagaDesk? desk, SagaRecord saga)
    {
        try
        {
            return desk
                ?.Ledger(saga)
                .Select(line => line.Amount)
                .OfType<Money>()
                .MaxBy(amount => amount.AmountMinor);
        }
        catch (UnreadableSagaException)
        {
            // It may be what the message died of, and the letter is to be seen all the same.
            return null;
        }
    }

    private static string? StepOf(ISagaDesk? desk, string messageType) =>
        desk
            ?.Plan.Outline.FirstOrDefault(step =>
                MessagesOf(step)
                    .Any(type => DeadEnvelope.NameOf(MessageUrn.ForTypeString(type)) == messageType)
            )
            ?.Name;

    private static IEnumerable<Type> MessagesOf(PlannedStep step) =>
        new[] { step.Command, step.Done, step.Refused, step.Undo, step.Undone }.OfType<Type>();

    /// <summary>The row of a message that rests somewhere.</summary>
    public static Guid LetterOf(DeadLetterPlace place, string queue, DeadMessage message) =>
        DerivedId.OfDeadLetter(place.ToString(), queue, MessageOf(message));

    /// <summary>Under which it is known here, whatever it says of itself.</summary>
    public static Guid MessageOf(DeadMessage message) => IdOf(DeadEnvelope.Read(message.Body), message);

    private static Guid IdOf(DeadEnvelope envelope, DeadMessage message) =>
        envelope.MessageId
        ?? (Guid.TryParse(message.MessageId, out var id) ? id : DerivedId.OfContent(message.Body.Span));

    private static string Trim(string text, int longest) => StoredText.Of(text, longest);
}
