using MassTransit;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Retries;

namespace Sagas.Orchestration.Timers;

/// <summary>A message as it was received, with its id, that is to be sent to the same queue again.</summary>
/// <param name="Token">Storing it twice is recognised by it.</param>
/// <param name="Headers">Set, or set anew.</param>
internal sealed record ReceivedTimer(
    Guid Token,
    TimerPurpose Purpose,
    DateTimeOffset DueAt,
    IReadOnlyDictionary<string, object> Headers
)
{
    private const int LongestName = 128;

    public bool IsOwned { get; init; }

    public DateTimeOffset? WaitingSince { get; init; }

    public string? Participant { get; init; }

    public string? SagaType { get; init; }

    public Guid? SagaId { get; init; }

    public TimerRecord Of<TMessage>(ConsumeContext<TMessage> context, Consumer consumer, Guid messageId)
        where TMessage : class
    {
        var name = typeof(TMessage).Name;
        return new()
        {
            Token = Token,
            IsOwned = IsOwned,
            Purpose = Purpose,
            Participant = Participant,
            SagaType = SagaType,
            SagaId = SagaId,
            Name = name.Length > LongestName ? name[..LongestName] : name,
            DueAt = DueAt,
            WaitingSince = WaitingSince,
            Destination = $"exchange:{consumer.Endpoint}",
            ContentType = (
                context.ReceiveContext.ContentType ?? ReceivedEnvelope.DefaultContentType
            ).ToString(),
            Body = context.ReceiveContext.Body.GetString(),
            Metadata = ReceivedEnvelope.Of(context, messageId, Headers).Write(),
        };
    }
}
