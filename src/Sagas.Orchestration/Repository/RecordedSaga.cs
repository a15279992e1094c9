using System.Text.Json;
using MassTransit;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Repository;

/// <summary>A saga as its row has it, and what a message did to it, written into the transaction: the row, and the entry of its history.</summary>
internal static class RecordedSaga
{
    private const int LongestDetail = 1_024;

    /// <exception cref="UnreadableSagaException">It was written by a version whose data this one cannot read.</exception>
    public static TSaga Read<TSaga>(SagaRecord record)
    {
        var instance = Parse<TSaga>(record);
        if (instance is IStarted started)
        {
            started.StartedAt = record.StartedAt;
        }

        return instance;
    }

    private static TSaga Parse<TSaga>(SagaRecord record)
    {
        try
        {
            return SagaJson.Read<TSaga>(record.Data);
        }
        catch (JsonException fault)
        {
            throw new UnreadableSagaException(record, fault);
        }
    }

    public static void Insert(
        ITransaction transaction,
        string type,
        ISaga instance,
        ConsumeContext context,
        DateTimeOffset now
    )
    {
        var change = ChangeOf(context, type, instance);
        transaction.Add(
            new SagaRecord
            {
                Type = type,
                Id = instance.CorrelationId,
                State = change.State,
                Version = 1,
                DefinitionVersion = change.DefinitionVersion,
                BusinessKey = change.BusinessKey,
                Reason = Trim(change.Reason),
                WaitingSince = change.WaitingSince,
                OwedSince = change.Owes ? now : null,
                Data = SagaJson.Write(instance),
                StartedAt = instance is IStarted started ? started.StartedAt : now,
                UpdatedAt = now,
                EndedAt = change.HasEnded ? now : null,
            }
        );
        transaction.Add(Entry(type, instance.CorrelationId, 1, change, MessageIdentity.Of(context), now));
    }

    /// <remarks>A message that a hand-written machine ignored made no change, and leaves no entry.</remarks>
    public static void Update(
        ITransaction transaction,
        SagaRecord record,
        ISaga instance,
        ConsumeContext context,
        DateTimeOffset now
    )
    {
        if (context.GetPayload<SagaChanges>().Of(instance) is { } change)
        {
            Update(transaction, record, instance, change, MessageIdentity.Of(context), now);
        }
    }

    public static void Update(
        ITransaction transaction,
        SagaRecord record,
        ISaga instance,
        SagaChange change,
        Guid cause,
        DateTimeOffset now
    )
    {
        record.Version++;
        record.State = change.State;
        record.Reason = Trim(change.Reason) ?? record.Reason;
        record.WaitingSince = change.WaitingSince;
        record.OwedSince = change.Owes ? record.OwedSince ?? now : null;
        record.Data = SagaJson.Write(instance);
        record.UpdatedAt = now;
        record.EndedAt ??= change.HasEnded ? now : null;
        transaction.Add(Entry(record.Type, record.Id, record.Version, change, cause, now));
    }

    private static SagaChange ChangeOf(ConsumeContext context, string type, ISaga instance) =>
        context.GetPayload<SagaChanges>().Of(instance)
        ?? new SagaChange(type, "Created", null, "Initial", null, null);

    private static HistoryRecord Entry(
        string type,
        Guid id,
        long sequence,
        SagaChange change,
        Guid cause,
        DateTimeOffset now
    ) =>
        new()
        {
            SagaType = type,
            SagaId = id,
            Sequence = sequence,
            Kind = change.Kind,
            Step = change.Step,
            State = change.State,
            Cause = cause,
            MessageType = change.Message?.GetType().FullName,
            Message = change.Message is null ? null : SagaJson.Write(change.Message),
            Detail = Trim(change.Detail),
            At = now,
        };

    private static string? Trim(string? text) => text is null ? null : StoredText.Of(text, LongestDetail);
}
