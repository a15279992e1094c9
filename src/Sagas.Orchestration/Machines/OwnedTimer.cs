using Sagas.Core.Decisions;
using Sagas.Orchestration.Timers;

namespace Sagas.Orchestration.Machines;

/// <summary>
/// A saga's own timer: a deadline or a reminder. Its row says all that its message does, so the message is made when it is due; nearly all
/// are cleared before.
/// </summary>
internal static class OwnedTimer
{
    /// <summary>Instead of a stored message.</summary>
    private const string MadeWhenDue = "";

    public static TimerRecord Row(Effect.SetTimer timer, string sagaType, Guid saga, DateTimeOffset now) =>
        new()
        {
            Token = timer.Token,
            IsOwned = true,
            Purpose = timer.Kind switch
            {
                TimerKind.StepDeadline => TimerPurpose.StepDeadline,
                TimerKind.Reminder => TimerPurpose.Reminder,
                _ => TimerPurpose.SagaDeadline,
            },
            SagaType = sagaType,
            SagaId = saga,
            Participant = timer.Participant,
            Name = timer.Step ?? sagaType,
            DueAt = now + timer.After,
            Destination = Address.OfSaga(sagaType).ToString(),
            ContentType = MadeWhenDue,
            Body = MadeWhenDue,
            Metadata = MadeWhenDue,
        };

    /// <summary>Not of a message that waits behind a dead letter, which its saga owns as well.</summary>
    public static bool IsOf(TimerRecord timer) =>
        timer.Purpose is TimerPurpose.StepDeadline or TimerPurpose.SagaDeadline or TimerPurpose.Reminder;

    /// <returns>Null: the row holds a message, to be sent as it is.</returns>
    public static object? Message(TimerRecord timer) =>
        timer is not { Body: MadeWhenDue, SagaId: { } saga }
            ? null
            : timer.Purpose switch
            {
                TimerPurpose.StepDeadline => new StepDeadline(saga, timer.Name, timer.Token),
                TimerPurpose.Reminder => new StepReminder(saga, timer.Name, timer.Token),
                TimerPurpose.SagaDeadline => new SagaDeadline(saga, timer.Token),
                _ => null,
            };
}
