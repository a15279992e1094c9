namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>A message on the broker.</summary>
/// <param name="Body">Of a message with this id.</param>
internal sealed record AmqpCase(string Door, string Name, Func<Guid, byte[]> Body) : BadCase(Door, Name)
{
    public Guid Id { get; } = MassTransit.NewId.NextGuid();

    public string Queue { get; init; } = "order-saga";

    /// <summary>The transport's own; null: none.</summary>
    public string? MessageId { get; init; } = "";

    public string? ContentType { get; init; } = "application/vnd.masstransit+json";

    public IReadOnlyDictionary<string, object?> Headers { get; init; } = new Dictionary<string, object?>();

    /// <summary>Where it must rest; null: nowhere, for it was counted and dropped, or waits to be tried again.</summary>
    public string? Place { get; init; } = "Error";

    /// <summary>What must stand in the reason.</summary>
    public string Says { get; init; } = "";

    /// <summary>The metric that must rise with it, by one unless it says otherwise.</summary>
    public Metric Counted { get; init; } = Metric.Refused("order-saga", "envelope");

    /// <summary>A second one that must rise.</summary>
    public Metric? CountedToo { get; init; }

    /// <summary>The broker itself closes the connection of whoever sends it.</summary>
    public bool IsRefusedByBroker { get; init; }

    /// <summary>Takes too long, or too much, for every run.</summary>
    public bool IsOfLongForm { get; init; }

    /// <summary>Of a message without any id: its content's, of which 256 KB are kept; or its envelope's.</summary>
    public Guid ContentId()
    {
        const int Kept = 262_144;
        var body = Body(Id);
        var text = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200)));
        return text.Contains(Id.ToString(), StringComparison.Ordinal)
            ? Id
            : Sagas.Core.DerivedId.OfContent(body.AsSpan(0, Math.Min(body.Length, Kept)));
    }
}
