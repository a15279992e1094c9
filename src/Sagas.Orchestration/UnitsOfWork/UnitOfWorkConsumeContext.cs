using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Sagas.Core;
using Sagas.Orchestration.Holds;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Repository;

namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>
/// The context that a consumer gets: what it sends goes into the outbox, what it delays into the timers.
/// Faults and the answers of request clients pass the outbox by, as they must.
/// </summary>
internal sealed class UnitOfWorkConsumeContext<TMessage>(
    ConsumeContext<TMessage> context,
    IServiceProvider services,
    ITransaction transaction,
    InboxKey key,
    TimeProvider time,
    TimeSpan lease,
    HeldNow held
)
    : OutboxConsumeContextProxy<TMessage>(
        context,
        new OutboxConsumeOptions { ConsumerType = key.Consumer },
        services
    )
    where TMessage : class
{
    private readonly Lock _gate = new();
    private readonly List<OutboxRecord> _outgoing = [];
    private int _sends;

    /// <summary>What goes out after the commit, in the order in which it was sent.</summary>
    public IReadOnlyList<OutboxRecord> Outgoing => _outgoing;

    public override bool ContinueProcessing { get; set; } = true;

    private SagaPresence? Presence => TryGetPayload(out SagaPresence presence) ? presence : null;

    public override bool IsMessageConsumed => false;

    public override bool IsOutboxDelivered => false;

    public override int ReceiveCount => 1;

    public override long? LastSequenceNumber => null;

    public override Task AddSend<T>(SendContext<T> context)
    {
        lock (_gate)
        {
            var id = DerivedId.OfReply(key.MessageId, key.Consumer, _sends++);
            var isDecided = context.TryGetPayload(out DecidedMessage? decided);
            context.MessageId = isDecided ? decided!.MessageId : id;
            // A saga's command tells its version, and whatever answers it tells it back.
            if ((isDecided ? Presence?.NextVersion : SagaVersion.Told(this)) is > 0 and var version)
            {
                context.Headers.Set(SagaVersion.Header, version);
            }

            if (context.Delay is { } delay)
            {
                transaction.Add(Envelope.Timer(context, time.GetUtcNow() + delay));
            }
            else
            {
                var record = Envelope.Outbox(context, time.GetUtcNow(), held.Lease(decided, lease));
                _outgoing.Add(record);
                transaction.Add(record);
            }
        }

        return Task.CompletedTask;
    }

    // MassTransit's own outbox protocol, of several transactions a message, is not used.
    public override Task SetConsumed() => Task.CompletedTask;

    public override Task SetDelivered() => Task.CompletedTask;

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() =>
        Task.FromResult(new List<OutboxMessageContext>());

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

    public override Task RemoveOutboxMessages() => Task.CompletedTask;
}
