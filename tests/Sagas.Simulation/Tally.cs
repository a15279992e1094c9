using Sagas.Core.Decisions;
using Sagas.Simulation.Model;

namespace Sagas.Simulation;

/// <summary>What schedules have met, so that a green run is not an empty one.</summary>
internal sealed class Tally
{
    private readonly long[] _struck = new long[Enum.GetValues<Fault>().Length];
    private readonly long[] _ends = new long[Enum.GetValues<SagaPhase>().Length];

    public long Schedules { get; private set; }

    public Dictionary<string, long> Struck =>
        Enum.GetValues<Fault>().ToDictionary(fault => fault.ToString(), fault => _struck[(int)fault]);

    public Dictionary<string, long> Ends =>
        Enum.GetValues<SagaPhase>()
            .Where(phase => _ends[(int)phase] > 0)
            .ToDictionary(phase => phase.ToString(), phase => _ends[(int)phase]);

    public void Add(ReadOnlySpan<int> struck, IEnumerable<SagaPhase> ends)
    {
        Schedules++;
        for (var kind = 0; kind < struck.Length; kind++)
        {
            _struck[kind] += struck[kind];
        }

        foreach (var end in ends)
        {
            _ends[(int)end]++;
        }
    }

    public void Add(Tally other)
    {
        Schedules += other.Schedules;
        for (var kind = 0; kind < _struck.Length; kind++)
        {
            _struck[kind] += other._struck[kind];
        }

        for (var end = 0; end < _ends.Length; end++)
        {
            _ends[end] += other._ends[end];
        }
    }
}
