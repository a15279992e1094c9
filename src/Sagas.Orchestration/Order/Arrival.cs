using System.Globalization;
using MassTransit;
using Sagas.Core;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Retries;
using Sagas.Orchestration.Timers;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Order;

/// <summary>Payload of a message that a saga consumes: how it came, and which ones it lets go.</summary>
/// <param name="Token">Under which it waits, or waited.</param>
/// <param name="WaitedSince">Null: it has not waited.</param>
/// <param name="IsReplayed">It comes back from the dead letters.</param>
/// <param name="IsTimely">Time and people do not wait: a dead answer must not keep a saga from ending.</param>
internal sealed record Arrival(
    Guid MessageId,
    Guid Token,
    DateTimeOffset? WaitedSince,
    bool IsReplayed,
    bool IsTimely
)
{
    private static readonly Type[] Timely =
    [
        typeof(StepDeadline),
        typeof(SagaDeadline),
        typeof(StepReminder),
        typeof(CancelSaga),
    ];

    /// <summary>They are due now; who commits them sends them.</summary>
    public List<TimerRecord> Released { get; } = [];

    public bool Passes => WaitedSince is not null || IsReplayed || IsTimely;

    public static Arrival Of<TMessage>(ConsumeContext<TMessage> context, Consumer consumer)
        where TMessage : class
    {
        var id = MessageIdentity.Of(context);
        // A message's own headers may be inside its body, where neither a replay nor a wait reaches.
        var headers = context.ReceiveContext.TransportHeaders;
        return new(
            id,
            DerivedId.OfWaiting(id, consumer.Id),
            WaitedOf(headers),
            headers.TryGetHeader(ReplayHeaders.Item, out _),
            Timely.Contains(typeof(TMessage))
        );
    }

    /// <summary>Whether messages of a type come by a saga's own clock, or from people.</summary>
    /// <param name="messageType">As the index of dead letters knows it.</param>
    public static bool IsTimelyType(string messageType) =>
        Timely.Any(type =>
            MessageUrn.ForTypeString(type).EndsWith($":{messageType}", StringComparison.Ordinal)
        );

    private static DateTimeOffset? WaitedOf(Headers headers) =>
        headers.TryGetHeader(OrderHeaders.Waited, out var value)
        && DateTimeOffset.TryParse(
            Convert.ToString(value, CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var since
        )
            ? since
            : null;
}
