namespace Sagas.Orchestration.Timers;

/// <summary>What a timer is for.</summary>
public enum TimerPurpose
{
    StepDeadline,
    SagaDeadline,
    Reminder,

    /// <summary>A message that failed, and is to be handled again.</summary>
    Redelivery,

    /// <summary>A message that a hand-written machine scheduled.</summary>
    Scheduled,

    /// <summary>A message that waits behind a dead letter of its saga.</summary>
    Waiting,
}
