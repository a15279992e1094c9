using System.Globalization;
using System.Text.Json;
using MassTransit;
using Sagas.Core;
using Sagas.Core.Definitions;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
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
    private const int LongestContentType = 128;
    private const string UrnPrefix = "urn:message:";
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
        var (messageId, saga, type) = EnvelopeOf(message.Body);
        var id = messageId ?? IdOf(message);
        var name = Trim(type ?? Unknown, LongestName);
        var exception = Trim(failure.Exception, LongestName);
        var at = DateTimeOffset.TryParse(message.Header(DiedAt), CultureInfo.InvariantCulture, out var died)
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
            SagaId = saga,
            Exception = exception,
            Reason = Trim(failure.Reason, LongestReason),
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
                Stack = failure.Stack.ToString(),
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
    private static Money? Stake(ISagaDesk? desk, SagaRecord saga) =>
        desk?.Ledger(saga).Select(line => line.Amount).OfType<Money>().MaxBy(amount => amount.AmountMinor);

    private static string? StepOf(ISagaDesk? desk, string messageType) =>
        desk
            ?.Plan.Outline.FirstOrDefault(step =>
                MessagesOf(step).Any(type => NameOf(MessageUrn.ForTypeString(type)) == messageType)
            )
            ?.Name;

    private static IEnumerable<Type> MessagesOf(PlannedStep step) =>
        new[] { step.Command, step.Done, step.Refused, step.Undo, step.Undone }.OfType<Type>();

    /// <summary>MassTransit's envelope says it; other bodies say nothing.</summary>
    private static (Guid? Message, Guid? Saga, string? Type) EnvelopeOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var envelope = document.RootElement;
            if (envelope.ValueKind != JsonValueKind.Object)
            {
                return default;
            }

            Guid? Id(string name) =>
                envelope.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.String
                && value.TryGetGuid(out var id)
                    ? id
                    : null;

            var type =
                envelope.TryGetProperty("messageType", out var types)
                && types.ValueKind == JsonValueKind.Array
                && types.GetArrayLength() > 0
                    ? NameOf(types[0].ToString())
                    : null;
            // A command carries its saga's id; an answer, that of the command that it answers.
            return (Id("messageId"), Id("correlationId") ?? Id("initiatorId"), type);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static Guid IdOf(DeadMessage message) =>
        Guid.TryParse(message.MessageId, out var id) ? id : DerivedId.OfContent(message.Body.Span);

    private static string NameOf(string urn) =>
        urn.StartsWith(UrnPrefix, StringComparison.Ordinal) ? urn[UrnPrefix.Length..] : urn;

    private static string Trim(string text, int longest) => text.Length > longest ? text[..longest] : text;
}
