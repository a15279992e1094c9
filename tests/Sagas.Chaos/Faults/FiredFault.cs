using Sagas.Chaos.Plans;

namespace Sagas.Chaos.Faults;

/// <summary>What became of a planned fault.</summary>
/// <param name="HasFired">It really struck: not that it was asked for, but that something was hit by it.</param>
/// <param name="From">Since the beginning of the run.</param>
/// <param name="To">When the world was well again, as far as this fault goes.</param>
internal sealed record FiredFault(
    PlannedFault Planned,
    bool HasFired,
    TimeSpan From,
    TimeSpan To,
    string Note
);
