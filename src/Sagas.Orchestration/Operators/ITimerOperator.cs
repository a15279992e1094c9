namespace Sagas.Orchestration.Operators;

/// <summary>Changes timers for people; what was done, by whom and why commits with the change.</summary>
public interface ITimerOperator
{
    /// <remarks>As <see cref="ISagaOperator.Apply"/>.</remarks>
    Task<OperatorOutcome> Apply(TimerRequest request, CancellationToken cancellationToken);
}
