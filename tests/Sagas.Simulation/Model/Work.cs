using Sagas.Core.Definitions;
using Sagas.Core.Protocol;

namespace Sagas.Simulation.Model;

/// <summary>What a worker has at hand; it dies with its worker.</summary>
internal abstract class Work(int worker)
{
    public int Worker => worker;

    /// <summary>A message that is worked off, as <see cref="Core.Protocol.Delivery"/> says.</summary>
    internal sealed class OfDelivery(int worker, Message message) : Work(worker)
    {
        public Message Message => message;

        public DeliveryStep Step { get; set; } = Core.Protocol.Delivery.First;

        public Staged? Staged { get; set; }

        public List<OutboxRow> Outgoing { get; } = [];

        /// <summary>How many of <see cref="Outgoing"/> were tried.</summary>
        public int Tried { get; set; }

        public Tries Tries { get; set; } = new(0, 0, message.Redeliveries, message.IsReplayed);

        public FailureKind Failure { get; set; }

        public RetryTiers Tiers { get; set; } = RetryPolicy.Default.Tiers;

        public override string ToString() => $"{Step} {message}";
    }

    /// <summary>A stored message that is sent, as <see cref="Core.Protocol.Sending"/> says.</summary>
    internal sealed class OfSending(int worker, OutboxRow? row, TimerRow? timer) : Work(worker)
    {
        public OutboxRow? Row => row;

        public TimerRow? Timer => timer;

        public Message Message => row?.Message ?? timer!.Message;

        public bool IsKept => timer is { IsOwned: true };

        public SendStep Step { get; set; } = Core.Protocol.Sending.First;

        public override string ToString() => $"{Step} {Message}";
    }
}
