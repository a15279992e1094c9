using MassTransit;
using Sagas.Orchestration.History;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Storage.Tests.Contract;

/// <summary>Rows that differ from each other only where a test says so.</summary>
internal static class Given
{
    /// <summary>Whole milliseconds: what every database keeps.</summary>
    public static DateTimeOffset Now { get; } =
        DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    public static SagaRecord Saga(Guid? id = null, string type = "order", string state = "stock") =>
        new()
        {
            Type = type,
            Id = id ?? NewId.NextGuid(),
            State = state,
            Version = 1,
            DefinitionVersion = 1,
            BusinessKey = "536365",
            Data = "{}",
            StartedAt = Now,
            UpdatedAt = Now,
        };

    public static HistoryRecord Entry(SagaRecord saga, Guid? cause = null) =>
        new()
        {
            SagaType = saga.Type,
            SagaId = saga.Id,
            Sequence = saga.Version,
            Kind = "Started",
            State = saga.State,
            Cause = cause ?? NewId.NextGuid(),
            MessageType = "Sagas.Tests.Something",
            Message = "{}",
            At = Now,
        };

    public static OutboxRecord Message(
        DateTimeOffset? createdAt = null,
        DateTimeOffset? leasedUntil = null,
        string? participant = null,
        Guid? saga = null
    ) =>
        new()
        {
            Id = NewId.NextSequentialGuid(),
            MessageId = NewId.NextGuid(),
            Destination = "exchange:inventory",
            ContentType = "application/vnd.masstransit+json",
            Body = """{"sku":"85123A"}""",
            Metadata = "{}",
            SagaType = saga is null ? null : "order",
            SagaId = saga,
            Participant = participant,
            CreatedAt = createdAt ?? Now,
            LeasedUntil = leasedUntil,
        };

    public static HoldRecord Hold(HoldScope scope, string name) =>
        new()
        {
            Id = NewId.NextGuid(),
            Scope = scope,
            Name = name,
            By = "ann",
            Reason = "a test",
            At = Now - TimeSpan.FromMinutes(10),
        };

    public static TimerRecord Timer(
        DateTimeOffset dueAt,
        Guid? token = null,
        string? participant = null,
        Guid? saga = null,
        TimerPurpose purpose = TimerPurpose.StepDeadline,
        DateTimeOffset? waitingSince = null
    ) =>
        new()
        {
            Token = token ?? NewId.NextGuid(),
            IsOwned = true,
            Purpose = purpose,
            Participant = participant,
            SagaType = "order",
            SagaId = saga ?? NewId.NextGuid(),
            Name = "stock",
            DueAt = dueAt,
            WaitingSince = waitingSince,
            Destination = "exchange:order-saga",
            ContentType = "application/vnd.masstransit+json",
            Body = "{}",
            Metadata = "{}",
        };

    public static InboxKey Key(Guid? messageId = null, string consumer = "inventory/ReserveStock") =>
        new(messageId ?? NewId.NextGuid(), consumer);
}
