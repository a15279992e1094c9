namespace Sagas.Benchmarks.Measures;

/// <summary>What a peer's process has used since it started.</summary>
/// <param name="AllocatedBytes">Of its managed heap.</param>
/// <param name="ResidentBytes">Now.</param>
/// <param name="Groups">Transactions that were committed for messages; ours only.</param>
/// <param name="GroupMessages">Messages that they committed.</param>
/// <param name="GroupRefusals">Transactions of several messages that were refused.</param>
internal sealed record PeerReading(
    double CpuSeconds,
    long AllocatedBytes,
    long ResidentBytes,
    long Groups,
    long GroupMessages,
    long GroupRefusals
)
{
    /// <summary>What was used meanwhile.</summary>
    public PeerReading Since(PeerReading earlier) =>
        new(
            CpuSeconds - earlier.CpuSeconds,
            AllocatedBytes - earlier.AllocatedBytes,
            ResidentBytes,
            Groups - earlier.Groups,
            GroupMessages - earlier.GroupMessages,
            GroupRefusals - earlier.GroupRefusals
        );

    /// <summary>Of two processes together.</summary>
    public PeerReading And(PeerReading other) =>
        new(
            CpuSeconds + other.CpuSeconds,
            AllocatedBytes + other.AllocatedBytes,
            ResidentBytes + other.ResidentBytes,
            Groups + other.Groups,
            GroupMessages + other.GroupMessages,
            GroupRefusals + other.GroupRefusals
        );
}
