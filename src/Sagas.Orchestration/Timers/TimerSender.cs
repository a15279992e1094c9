using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Outbox;

namespace Sagas.Orchestration.Timers;

/// <summary>Sends the message of a timer. What fails is sent again when its lease is over; the others are not kept by it.</summary>
internal sealed class TimerSender(
    StoredMessageSender sender,
    SagaDesks desks,
    TimeProvider time,
    ILogger<TimerSender> logger
)
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    /// <returns>False: it failed.</returns>
    public async Task<bool> Send(TimerRecord timer, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(SendTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await SendOnce(timer, either.Token);
            return true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Log.TimerNotSent(logger, timer.Token, timer.Destination, failure.Message);
            return false;
        }
    }

    private Task SendOnce(TimerRecord timer, CancellationToken cancellationToken) =>
        OwnedTimer.Message(timer) is { } message
            ? sender.Send(timer.Token, timer.SagaId, AddressOf(timer), message, cancellationToken)
            : sender.Send(
                timer.Token,
                AddressOf(timer),
                timer.ContentType,
                new StringMessageBody(timer.Body),
                Envelope.Read(timer.Metadata),
                cancellationToken
            );

    /// <summary>A saga that has begun hears of it before others begin.</summary>
    private string AddressOf(TimerRecord timer) =>
        timer.SagaType is { } saga
        && desks.Find(saga) is not null
        && Address.EndOf(timer.Destination) == Address.QueueOfSaga(saga)
            ? Address.OfReplies(saga).ToString()
            : timer.Destination;
}
