namespace Sagas.Orchestration.Replays;

/// <summary>Headers of a message that was replayed. They are public: who looks at the queues sees them.</summary>
public static class ReplayHeaders
{
    /// <summary>
    /// The plan and the item that sent it, as <c>plan/number</c>. The message goes before those that wait for it, and when
    /// it fails again it dies at once: somebody is looking.
    /// </summary>
    public const string Item = "Sagas-Replay";
}
