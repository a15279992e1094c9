using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration.Lateness;

/// <summary>Gathers how long answers took, until the next sweep stores it. Losing some in a crash does no harm.</summary>
internal sealed class StepClock
{
    private readonly Lock _gate = new();
    private Dictionary<(string Saga, int Version, string State, int Bucket), long> _counts = [];

    public void Learn(SagaChanges changes)
    {
        foreach (var change in changes.All)
        {
            if (change is { StepDuration: { } duration, StateBefore: { } state })
            {
                var key = (change.Saga, change.DefinitionVersion, state, StepTimes.BucketOf(duration));
                lock (_gate)
                {
                    _counts[key] = _counts.GetValueOrDefault(key) + 1;
                }
            }
        }
    }

    public IReadOnlyCollection<StepTimeRecord> Take()
    {
        Dictionary<(string Saga, int Version, string State, int Bucket), long> taken;
        lock (_gate)
        {
            (taken, _counts) = (_counts, []);
        }

        return
        [
            .. taken.Select(pair => new StepTimeRecord
            {
                SagaType = pair.Key.Saga,
                Version = pair.Key.Version,
                State = pair.Key.State,
                Bucket = pair.Key.Bucket,
                Count = pair.Value,
            }),
        ];
    }
}
