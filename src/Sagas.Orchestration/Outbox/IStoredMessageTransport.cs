using System.Diagnostics.CodeAnalysis;
using Sagas.Orchestration.Transports;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// A transport's own way to send what is stored, which is whole: MassTransit's pipeline has nothing to add to it. A transport without
/// one sends through the pipeline.
/// </summary>
public interface IStoredMessageTransport
{
    /// <summary>Only where the bus has sent before, so that what the address stands for is declared.</summary>
    /// <param name="sending">
    /// Completes when the broker has it. Fails with <see cref="NoSuchQueueException"/> when it had to reach a queue, and there is none, and with
    /// <see cref="BrokerAwayException"/> when the broker is away, refused it, or does not know the address any more; it may have it all the same.
    /// </param>
    /// <returns>False: the bus has to send this one.</returns>
    bool TrySend(
        StoredMessage message,
        CancellationToken cancellationToken,
        [NotNullWhen(true)] out Task? sending
    );
}

/// <param name="TimeToLive">Null: for good.</param>
/// <param name="Headers">Text, numbers and booleans.</param>
/// <param name="Properties">The transport's own, as it wrote them when the message was stored.</param>
public sealed record StoredMessage(
    Guid MessageId,
    Guid? CorrelationId,
    string ContentType,
    ReadOnlyMemory<byte> Body,
    TimeSpan? TimeToLive,
    IReadOnlyDictionary<string, object> Headers,
    IReadOnlyDictionary<string, object> Properties
);
