namespace Sagas.Orchestration.Failpoints;

/// <summary>What is done at a point; named in the setting in lower case.</summary>
internal enum FailpointAction
{
    /// <summary>SIGKILL to the process itself: nothing is finished.</summary>
    Kill,

    /// <summary>A <see cref="FailpointException"/>.</summary>
    Throw,

    /// <summary>The thread stands still for a while.</summary>
    Delay,

    /// <summary>Nothing by itself; see <see cref="Failpoint.IsOn"/>.</summary>
    On,
}
