namespace Sagas.Fulfilment.Placing;

/// <summary>What this process accepted last, for those sagas may not have started.</summary>
internal sealed class RecentPlacements
{
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, string> _fingerprints = [];
    private readonly Queue<Guid> _oldest = new();

    /// <summary>The fingerprints of those that are remembered.</summary>
    public Dictionary<Guid, string?> Of(IEnumerable<Guid> ids)
    {
        lock (_gate)
        {
            return ids.Distinct()
                .Where(_fingerprints.ContainsKey)
                .ToDictionary(id => id, string? (id) => _fingerprints[id]);
        }
    }

    public void Add(IEnumerable<(Guid Id, string Fingerprint)> accepted)
    {
        lock (_gate)
        {
            foreach (var (id, fingerprint) in accepted)
            {
                if (_fingerprints.TryAdd(id, fingerprint))
                {
                    _oldest.Enqueue(id);
                }
            }

            while (_oldest.Count > Most)
            {
                _fingerprints.Remove(_oldest.Dequeue());
            }
        }
    }
}
