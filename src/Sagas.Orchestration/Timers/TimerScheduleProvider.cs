using MassTransit;
using MassTransit.Scheduling;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Timers;

/// <summary>
/// MassTransit's scheduler on our timers: a delayed send becomes a timer in the message's own transaction, and
/// cancelling one removes it in the same.
/// </summary>
internal sealed class TimerScheduleProvider(ConsumeContext context) : IScheduleMessageProvider
{
    public async Task<ScheduledMessage<T>> ScheduleSend<T>(
        Uri destinationAddress,
        DateTime scheduledTime,
        T message,
        IPipe<SendContext<T>> pipe,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var token = NewId.NextGuid();
        var scheduled = new ScheduleSendPipe<T>(pipe, scheduledTime) { ScheduledMessageId = token };
        var endpoint = await context.GetSendEndpoint(destinationAddress);
        await endpoint.Send(message, scheduled, cancellationToken);
        return new ScheduledMessageHandle<T>(token, scheduledTime, destinationAddress, message);
    }

    public Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken)
    {
        if (context.TryGetPayload(out ITransaction? transaction))
        {
            transaction.CancelTimer(tokenId);
        }

        return Task.CompletedTask;
    }

    public Task CancelScheduledSend(
        Uri destinationAddress,
        Guid tokenId,
        CancellationToken cancellationToken
    ) => CancelScheduledSend(tokenId, cancellationToken);
}
