using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Orders.Placing;
using Sagas.Orchestration;

namespace Sagas.Worker.Commands.Placing;

/// <summary>Reads orders, places them in batches, and counts what became of each line.</summary>
internal sealed class Intake(OrderPlacing placing)
{
    /// <summary>Unreadable lines that are told one by one; all are counted.</summary>
    private const int MostReported = 100_000;

    private readonly Dictionary<string, string> _fingerprints = [];
    private readonly List<PlaceOrder> _batch = new(OrderPlacing.BatchSize);
    private readonly List<Guid> _orders = [];
    private readonly List<UnreadableLine> _unreadable = [];
    private readonly List<string> _conflicts = [];

    /// <summary>The orders to be followed: placed now or before.</summary>
    public IReadOnlyList<Guid> Orders => _orders;

    public int OrdersRead { get; private set; }

    public int Placed { get; private set; }

    public int AlreadyPlaced { get; private set; }

    public int CreditNotes { get; private set; }

    /// <summary>Invoices of which no line could be read.</summary>
    public int EmptyOrders { get; private set; }

    public int UnreadableCount { get; private set; }

    public IReadOnlyList<UnreadableLine> Unreadable => _unreadable;

    /// <summary>The keys of orders that were placed before with another payload.</summary>
    public IReadOnlyList<string> Conflicts => _conflicts;

    /// <param name="moved">Called after each batch.</param>
    public async Task Take(
        IAsyncEnumerable<OrderFileItem> items,
        Action<Intake> moved,
        CancellationToken cancellationToken
    )
    {
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            Take(item);
            if (_batch.Count == OrderPlacing.BatchSize)
            {
                await Place(cancellationToken);
                moved(this);
            }
        }

        await Place(cancellationToken);
        moved(this);
    }

    private void Take(OrderFileItem item)
    {
        switch (item)
        {
            case OrderFileItem.Order order:
                OrdersRead++;
                Take(order.Command);
                break;
            case OrderFileItem.CreditNote:
                CreditNotes++;
                break;
            case OrderFileItem.EmptyOrder:
                EmptyOrders++;
                break;
            case OrderFileItem.Unreadable unreadable:
                Report(unreadable.LineNumber, unreadable.Reason);
                break;
        }
    }

    /// <summary>A key that stands twice in the file is judged here: its saga may not have started yet.</summary>
    private void Take(PlaceOrder order)
    {
        var fingerprint = Fingerprint.Of(order);
        if (_fingerprints.TryAdd(order.Key, fingerprint))
        {
            _batch.Add(order);
        }
        else if (_fingerprints[order.Key] == fingerprint)
        {
            AlreadyPlaced++;
        }
        else
        {
            _conflicts.Add(order.Key);
        }
    }

    private void Report(int line, string reason)
    {
        UnreadableCount++;
        if (_unreadable.Count < MostReported)
        {
            _unreadable.Add(new(line, reason));
        }
    }

    private async Task Place(CancellationToken cancellationToken)
    {
        if (_batch.Count == 0)
        {
            return;
        }

        foreach (var placement in await placing.Place(_batch, cancellationToken))
        {
            switch (placement.Verdict)
            {
                case PlacementVerdict.Conflict:
                    _conflicts.Add(placement.Order.Key);
                    continue;
                case PlacementVerdict.Known:
                    AlreadyPlaced++;
                    break;
                default:
                    Placed++;
                    break;
            }

            _orders.Add(placement.OrderId);
        }

        _batch.Clear();
    }
}
