using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Operators;

internal sealed class TimerOperator(Deed deed, TimeProvider time) : ITimerOperator
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(365);

    public async Task<OperatorOutcome> Apply(TimerRequest request, CancellationToken cancellationToken) =>
        await deed.Do(
            new(
                request.RequestId,
                $"{request.Action} timer",
                $"timer {request.Token}",
                request.By,
                request.Reason
            ),
            (_, transaction) => Act(transaction, request, cancellationToken),
            scope => scope.GetRequiredService<ITransaction>().Commit(null, cancellationToken),
            cancellationToken
        );

    private async Task<OperatorOutcome> Act(
        ITransaction transaction,
        TimerRequest request,
        CancellationToken cancellationToken
    )
    {
        if (await transaction.Find<TimerRecord>(request.Token, cancellationToken) is not { } timer)
        {
            return OperatorOutcome.Refused(
                $"There is no timer {request.Token}. It fired, or what it was for is past. \"sagas timers list\" shows those there are."
            );
        }

        return request.Action switch
        {
            TimerAction.Fire => Due(timer, time.GetUtcNow(), "is due now"),
            TimerAction.Postpone => Postpone(timer, request.Delay),
            _ => Cancel(transaction, timer),
        };
    }

    private static OperatorOutcome Postpone(TimerRecord timer, TimeSpan? delay) =>
        delay is not { } later || later <= TimeSpan.Zero || later > LongestDelay
            ? OperatorOutcome.Refused($"Postpone by more than nothing and at most {LongestDelay.Days} days.")
        : timer.DueAt >= TimerRecord.Never
            ? OperatorOutcome.Refused("The timer was cancelled. Fire it, or leave it.")
        : Due(timer, timer.DueAt + later, $"is due {later} later");

    /// <remarks>A saga clears its own timers, and would miss one that is gone: a cancelled one stays, and is never due.</remarks>
    private static OperatorOutcome Cancel(ITransaction transaction, TimerRecord timer)
    {
        if (timer.Purpose is TimerPurpose.Redelivery or TimerPurpose.Waiting)
        {
            return OperatorOutcome.Refused(
                "The timer holds a message that is to be handled again, which cancelling would lose. Fire or postpone it."
            );
        }

        if (timer.IsOwned)
        {
            return Due(timer, TimerRecord.Never, "never fires");
        }

        transaction.CancelTimer(timer.Token);
        return new(true, $"{Name(timer)} is forgotten.");
    }

    private static OperatorOutcome Due(TimerRecord timer, DateTimeOffset due, string what)
    {
        timer.DueAt = due;
        timer.LeasedUntil = null;
        return new(true, $"{Name(timer)} {what}.");
    }

    private static string Name(TimerRecord timer) =>
        $"{timer.Purpose} {timer.Name}{(timer.SagaId is { } saga ? $" of {timer.SagaType} {saga}" : "")}";
}
