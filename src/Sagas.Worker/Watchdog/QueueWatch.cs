namespace Sagas.Worker.Watchdog;

/// <summary>What was seen of one queue, look after look, and what follows from it.</summary>
/// <remarks>
/// 1. Consumed: all is forgotten. 2. Silent once: it may be a moment. 3. Silent twice in a row: restart, and look again.
/// 4. Silent twice in a row after the last restart allowed: given up, until it is consumed again.
/// </remarks>
internal sealed class QueueWatch(int restartsAllowed)
{
    private const int SilentLooks = 2;

    private int _looks;

    public int Restarts { get; private set; }

    /// <summary>Why it was given up; null: it was not.</summary>
    public string? GivenUpFor { get; private set; }

    /// <param name="silence">What is wrong with the queue; null: it is consumed.</param>
    public QueueVerdict Look(string? silence)
    {
        if (silence is null)
        {
            var verdict = Restarts > 0 ? QueueVerdict.Recovered : QueueVerdict.Fine;
            (_looks, Restarts, GivenUpFor) = (0, 0, null);
            return verdict;
        }

        if (++_looks < SilentLooks || GivenUpFor is not null)
        {
            return QueueVerdict.Wait;
        }

        _looks = 0;
        if (Restarts == restartsAllowed)
        {
            GivenUpFor = silence;
            return QueueVerdict.GiveUp;
        }

        Restarts++;
        return QueueVerdict.Restart;
    }

    /// <summary>The broker was away: what was seen before counts no more, for the bus has to reconnect first.</summary>
    public void Forget() => _looks = 0;
}

internal enum QueueVerdict
{
    Fine,
    Recovered,
    Wait,
    Restart,
    GiveUp,
}
