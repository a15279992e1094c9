using Sagas.Core.Definitions;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Turns;

/// <summary>
/// No more sagas of a definition begin in this process while those that have begun wait for it, at their participants or with their replies.
/// Else a worker that comes to a long queue would begin all of it, and be late for every deadline.
/// </summary>
/// <param name="stopping">The bus is about to stop.</param>
/// <remarks>Only the queues that this process consumes count: what others are slow at is not made faster by waiting here.</remarks>
internal sealed class Backpressure(ISagaPlan plan, BackpressureServices services, CancellationToken stopping)
{
    /// <summary>Messages in one queue, beside those that are at hand already.</summary>
    public const long MostQueued = 256;

    /// <summary>How long an answer of the broker holds.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Then as many go on as come within <see cref="LookEvery"/>, though it is no better: a broker closes the channel of who keeps a message for
    /// half an hour.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Task _free = Task.CompletedTask;
    private long _freeUntil;

    /// <summary>Where those sagas wait that have begun.</summary>
    public static IEnumerable<string> Queues(ISagaPlan plan) =>
        plan
            .Outline.Select(step => step.Participant)
            .Append(Address.Replies(Address.QueueOfSaga(plan.Name)))
            .Distinct();

    /// <summary>Returns at once, or when each of the queues holds <see cref="MostQueued"/> at the most, when the broker does not say, or after a minute.</summary>
    /// <exception cref="OperationCanceledException">It gave up waiting.</exception>
    public Task Free(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_free.IsCompleted && services.Time.GetTimestamp() >= _freeUntil)
            {
                _free = Task.Run(UntilFree, CancellationToken.None);
            }

            return _free.WaitAsync(cancellationToken);
        }
    }

    private async Task UntilFree()
    {
        var started = services.Time.GetTimestamp();
        try
        {
            while (
                await Longest() is { Ready: > MostQueued } longest
                && services.Time.GetElapsedTime(started) < LongestWait
            )
            {
                var asked = services.Time.GetTimestamp();
                await Task.Delay(LookEvery, services.Time, stopping);
                services.Meter.HeldBack(longest.Name, services.Time.GetElapsedTime(asked));
            }
        }
        catch (Exception failure)
            when (failure is BrokerAwayException or ObjectDisposedException or OperationCanceledException)
        {
            // Without a broker nothing is consumed, and who stops does not wait.
        }

        lock (_gate)
        {
            _freeUntil =
                services.Time.GetTimestamp()
                + (long)(LookEvery.TotalSeconds * services.Time.TimestampFrequency);
        }
    }

    private async Task<QueueState?> Longest()
    {
        var queues = Queues(plan).Where(services.Queues.Endpoints.ContainsKey);
        var states = await Task.WhenAll(queues.Select(queue => services.Broker.Queue(queue, stopping)));
        return states.MaxBy(state => state?.Ready);
    }
}
