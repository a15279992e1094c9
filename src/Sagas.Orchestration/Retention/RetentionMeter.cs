using System.Diagnostics.Metrics;

namespace Sagas.Orchestration.Retention;

/// <summary>What was forgotten.</summary>
internal sealed class RetentionMeter(Meter meter)
{
    private readonly Counter<long> _removed = meter.CreateCounter<long>(
        "sagas.removed",
        "{saga}",
        "Sagas that were removed, as they had ended longer ago than the retention."
    );

    public void Removed(IReadOnlyList<(string Saga, int Count)> removed)
    {
        foreach (var (saga, count) in removed)
        {
            _removed.Add(count, new KeyValuePair<string, object?>("saga", saga));
        }
    }
}
