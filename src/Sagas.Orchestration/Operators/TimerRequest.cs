namespace Sagas.Orchestration.Operators;

/// <summary>What a person wants of a timer.</summary>
/// <inheritdoc cref="OperatorRequest"/>
/// <param name="Delay">For postponing: how much later it is due. Longer than nothing, at most 365 days.</param>
public sealed record TimerRequest(
    Guid RequestId,
    TimerAction Action,
    Guid Token,
    string By,
    string Reason,
    TimeSpan? Delay = null
);

public enum TimerAction
{
    /// <summary>It is due now.</summary>
    Fire,
    Postpone,

    /// <summary>It never fires. A saga's timer stays until the saga is past it; a scheduled message is forgotten.</summary>
    Cancel,
}
