namespace Sagas.Fulfilment.Orders.Placing;

/// <summary>The orders that this process accepted last, for their sagas may not have started.</summary>
internal sealed class RecentOrders
{
    private const int MostOrders = 10_000;

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

    public void Add(IEnumerable<Placement> accepted)
    {
        lock (_gate)
        {
            foreach (var placement in accepted)
            {
                if (_fingerprints.TryAdd(placement.OrderId, placement.Fingerprint))
                {
                    _oldest.Enqueue(placement.OrderId);
                }
            }

            while (_oldest.Count > MostOrders)
            {
                _fingerprints.Remove(_oldest.Dequeue());
            }
        }
    }
}
