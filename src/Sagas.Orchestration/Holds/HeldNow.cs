using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Holds;

/// <summary>
/// What is held, as this host knows it: at most a second late. A worker asks it before it sends what it has just committed.
/// </summary>
internal sealed class HeldNow
{
    private volatile IReadOnlyList<HoldRecord> _holds = [];

    public IReadOnlyList<HoldRecord> Holds
    {
        get => _holds;
        set => _holds = value;
    }

    /// <summary>
    /// How long the worker that writes a message may keep it to itself: not at all when it is held. Events are not: nobody
    /// acts on a command that was not sent.
    /// </summary>
    public TimeSpan? Lease(DecidedMessage? decided, TimeSpan? lease) =>
        decided is { Participant: not null } && _holds.Any(hold => hold.Stops(decided)) ? null : lease;
}
