using System.Collections.Concurrent;
using MassTransit;

namespace Sagas.Tests.Orchestration.Retries;

public sealed record BookFerry(string Key, string Weather);

public sealed record Sail(Guid FerryId, Guid Key, string Weather);

public sealed record Sailed(Guid FerryId, Guid Key);

public sealed record FerryDone(Guid FerryId);

public sealed record FerryUndone(Guid FerryId);

public sealed record FerryData(Guid FerryId, string Weather);

public sealed class StormException(string message) : Exception(message);

public sealed class ShipwreckException() : Exception("The ship is lost.");

/// <summary>One step, whose policy is short.</summary>
public sealed class FerrySaga : global::Sagas.Core.Definitions.SagaDefinition<FerryData>
{
    public FerrySaga()
        : base("ferry", version: 1)
    {
        StartsWith<BookFerry>(book => book.Key, (book, id) => new(id, book.Weather));
        Pivot("sail", "ferries")
            .Do((ferry, key) => new Sail(ferry.FerryId, key, ferry.Weather))
            .Done<Sailed>()
            .Retry(policy =>
                policy
                    .Immediately(TimeSpan.FromMilliseconds(10))
                    .Later(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))
                    .Never<ShipwreckException>()
            );
        Completes(ferry => new FerryDone(ferry.FerryId));
        Compensated((ferry, _) => new FerryUndone(ferry.FerryId));
    }
}

/// <summary>Sails when the storm is over: after as many attempts as the weather says.</summary>
internal sealed class FerryConsumer(Attempts attempts, Signals signals) : IConsumer<Sail>
{
    public async Task Consume(ConsumeContext<Sail> context)
    {
        var attempt = attempts.Add(context);
        if (context.Message.Weather == "wreck")
        {
            throw new ShipwreckException();
        }

        if (attempt <= int.Parse(context.Message.Weather, null))
        {
            throw new StormException($"Storm number {attempt}.");
        }

        signals.Saw(context.Message);
        await context.Publish(new Sailed(context.Message.FerryId, context.Message.Key));
    }
}

/// <summary>Every attempt to consume, with the transport's headers.</summary>
internal sealed class Attempts
{
    private readonly ConcurrentQueue<(
        Guid? MessageId,
        Guid? CorrelationId,
        Dictionary<string, object> Headers
    )> _all = new();

    public IReadOnlyCollection<(
        Guid? MessageId,
        Guid? CorrelationId,
        Dictionary<string, object> Headers
    )> All => _all;

    public int Add(ConsumeContext context)
    {
        _all.Enqueue(
            (
                context.MessageId,
                context.CorrelationId,
                context.ReceiveContext.TransportHeaders.GetAll().ToDictionary()
            )
        );
        return _all.Count;
    }
}
