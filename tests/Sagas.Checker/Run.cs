using System.Data.Common;
using Sagas.Checker.Description;
using Sagas.Checker.Journals;
using Sagas.Checker.Ledgers;
using Sagas.Checker.Orchestrator;

namespace Sagas.Checker;

/// <summary>Everything that a run left behind, in the order in which it is believed.</summary>
internal sealed record Run(
    RunDescription Description,
    IReadOnlyList<Order> Orders,
    Inventory Inventory,
    Payments Payments,
    IReadOnlyList<Shipment> Shipments,
    Gateway? Gateway,
    IReadOnlyDictionary<string, QueueCount>? Queues,
    IReadOnlySet<Guid>? Tap,
    IReadOnlyList<RequestLine>? Requests,
    IReadOnlyList<Traces> Traces,
    OrchestratorTables? Orchestrator
)
{
    private readonly ILookup<Guid, Reservation> _reservations = Inventory.Reservations.ToLookup(row =>
        row.OrderId
    );

    private readonly ILookup<Guid, Payment> _payments = Payments.Captures.ToLookup(row => row.OrderId);

    private readonly ILookup<Guid, Shipment> _shipments = Shipments.ToLookup(row => row.OrderId);

    private readonly HashSet<Guid> _needAttention =
    [
        .. (Orchestrator?.Sagas ?? []).Where(saga => saga.State == "NeedsAttention").Select(saga => saga.Id),
    ];

    private readonly ILookup<Guid, Refund> _refunds = Payments.Refunds.ToLookup(row => row.PaymentKey);

    public IReadOnlyDictionary<Guid, Order> OrderOf { get; } =
        Orders.GroupBy(order => order.Id).ToDictionary(group => group.Key, group => group.First());

    /// <summary>Every message that anybody has consumed, in whichever database that was written down.</summary>
    public IReadOnlySet<Guid> Consumed { get; } =
        Traces.SelectMany(traces => traces.Consumed).Select(row => row.Message).ToHashSet();

    /// <summary>Every message that is a dead letter, or was one.</summary>
    public IReadOnlySet<Guid> Died { get; } =
        Traces.SelectMany(traces => traces.DeadLetters).Select(letter => letter.MessageId).ToHashSet();

    /// <summary>Messages that are known to be somewhere and on their way, so that they are not lost.</summary>
    public long Held =>
        Traces.Sum(traces => traces.OutboxRows + traces.Parked)
        + (Queues?.Values ?? [])
            .Where(queue => !queue.HoldsDeadLetters)
            .Sum(queue => queue.Ready + (queue.Unacknowledged ?? 0));

    public bool IsConsumed(Guid message, string consumer) =>
        Traces.Any(traces => traces.Consumed.Contains((message, consumer)));

    /// <summary>Whether the orchestrator shows that a person has to see to it: then its effects may be open.</summary>
    public bool NeedsAttention(Order order) => _needAttention.Contains(order.Id);

    public Effects Of(Order order) =>
        new(order, [.. _reservations[order.Id]], [.. _payments[order.Id]], [.. _shipments[order.Id]]);

    public IReadOnlyList<Refund> RefundsOf(Guid payment) => [.. _refunds[payment]];

    /// <summary>How a person finds it again.</summary>
    public string NameOf(Guid order) =>
        OrderOf.TryGetValue(order, out var found) ? found.Key : order.ToString();

    /// <param name="lend">A connection to read a database with, see <see cref="Source"/>. Null: none is lent.</param>
    /// <exception cref="UnreadableException">Something of it cannot be read.</exception>
    public static async Task<Run> Read(string file, Func<LedgerDescription, DbConnection?>? lend = null)
    {
        var description = JsonFile.Read<RunDescription>(file);
        string Beside(string name) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file)) ?? "", name);
        Source SourceOf(LedgerDescription database) => new(database, lend?.Invoke(database));
        var traces = new List<Traces>();
        var databases = new[] { description.Inventory, description.Payments, description.Shipping }
            .Concat(description.Orchestrator is { } own ? [own] : [])
            .Distinct();
        foreach (var database in databases)
        {
            traces.Add(await LedgerReader.Traces(SourceOf(database)));
        }

        return new(
            description,
            [
                .. JsonFile
                    .ReadLines<JournalLine>(Beside(description.Journal))
                    .GroupBy(line => line.Key)
                    .Select(Order.Of),
            ],
            await LedgerReader.Inventory(SourceOf(description.Inventory)),
            await LedgerReader.Payments(SourceOf(description.Payments)),
            await LedgerReader.Shipments(SourceOf(description.Shipping)),
            description.Gateway is null ? null : JsonFile.ReadPart<Gateway>(Beside(description.Gateway)),
            QueuesOf(description),
            description.Tap is null
                ? null
                : JsonFile
                    .ReadLines<TapLine>(Beside(description.Tap))
                    .Select(line => line.MessageId)
                    .ToHashSet(),
            description.Requests is null
                ? null
                : JsonFile.ReadLines<RequestLine>(Beside(description.Requests)),
            traces,
            description.Orchestrator is null
                ? null
                : await OrchestratorReader.Read(SourceOf(description.Orchestrator))
        );
    }

    private static Dictionary<string, QueueCount>? QueuesOf(RunDescription description)
    {
        var twice = description
            .Queues?.GroupBy(queue => queue.Name)
            .FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? description.Queues?.ToDictionary(queue => queue.Name)
            : throw new UnreadableException($"The queue {twice.Key} is counted twice.");
    }
}

internal sealed record TapLine(Guid MessageId);

internal sealed record RequestLine(Guid RequestId, AttemptOutcome Outcome);

/// <summary>What the participants did for one order.</summary>
internal sealed record Effects(
    Order Order,
    IReadOnlyList<Reservation> Reservations,
    IReadOnlyList<Payment> Payments,
    IReadOnlyList<Shipment> Shipments
)
{
    public bool Any => Reservations.Count + Payments.Count + Shipments.Count > 0;

    /// <summary>The carrier has it: from there the order only goes forward.</summary>
    public bool IsCompleted => Shipments.Any(shipment => shipment.State == "Arranged");

    /// <summary>Its stock was refused or given back, which is the last thing that is undone.</summary>
    public bool IsCompensated =>
        !IsCompleted
        && Reservations.Count > 0
        && Reservations.All(row => row.State is "Refused" or "Released" or "Forbidden");

    /// <summary>Such as "stock [Issued], payment [Captured], shipment [Arranged]".</summary>
    public string Text =>
        $"stock [{string.Join(", ", Reservations.Select(row => row.State))}], payment "
        + $"[{string.Join(", ", Payments.Select(row => row.State))}], shipment "
        + $"[{string.Join(", ", Shipments.Select(row => row.State))}]";
}
