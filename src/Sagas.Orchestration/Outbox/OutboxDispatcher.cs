using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Core.Protocol;
using Sagas.Orchestration.Failpoints;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// Sends messages of the outbox, all at once, and has them removed when they are safe. What fails stays in
/// the outbox, where the sweeper finds it when its lease is over.
/// </summary>
internal sealed class OutboxDispatcher(
    StoredMessageSender sender,
    SentMessages sent,
    IOptions<OutboxOptions> options,
    SagasMeter meter,
    TimeProvider time,
    ILogger<OutboxDispatcher> logger,
    DeliveryReceipts? receipts = null
)
{
    private const int MostInBackground = 1_000;
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SettleEvery = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Guid, byte> _inHand = [];
    private int _inBackground;
    private int _failing;

    /// <summary>Whether this host runs the bus. Set once it does.</summary>
    public bool IsRunning { get; set; }

    /// <summary>
    /// For producers that must not wait for the broker: returns at once. When too much is on its way already, the messages
    /// are left to the sweeper.
    /// </summary>
    public void DispatchInBackground(IReadOnlyList<OutboxRecord> messages)
    {
        if (Interlocked.Add(ref _inBackground, messages.Count) <= MostInBackground)
        {
            _ = Run();
        }
        else
        {
            Interlocked.Add(ref _inBackground, -messages.Count);
        }

        async Task Run()
        {
            await Dispatch(messages);
            Interlocked.Add(ref _inBackground, -messages.Count);
        }
    }

    /// <summary>Returns when nothing is on its way in the background, or after <see cref="SettleTimeout"/>.</summary>
    public async Task Settle()
    {
        var started = time.GetTimestamp();
        while (Volatile.Read(ref _inBackground) > 0 && time.GetElapsedTime(started) < SettleTimeout)
        {
            await Task.Delay(SettleEvery, time);
        }
    }

    /// <summary>What is leased to nobody, as it is held, stays in the outbox. Returns when every message was confirmed, or has failed; it does not throw for a failed send.</summary>
    public async Task Dispatch(IReadOnlyList<OutboxRecord> messages)
    {
        if (messages.Count > 0)
        {
            using var timeout = new CancellationTokenSource(options.Value.SendTimeout, time);
            await (
                messages.Count == 1
                    ? Dispatch(messages[0], timeout.Token)
                    : Task.WhenAll(messages.Select(message => Dispatch(message, timeout.Token)))
            );
        }
    }

    private async Task Dispatch(OutboxRecord message, CancellationToken cancellationToken)
    {
        if (message.LeasedUntil is null || !_inHand.TryAdd(message.Id, 0))
        {
            return;
        }

        var consumed = receipts?.Await(message) ?? Task.CompletedTask;
        for (var step = Sending.First; step != SendStep.Done; )
        {
            var succeeded = true;
            if (step == SendStep.Send)
            {
                succeeded = await IsSent(message, cancellationToken);
            }
            else if (consumed.IsCompleted)
            {
                await Release(message);
            }
            else
            {
                _ = ReleaseWhen(consumed, message);
            }

            step = Sending.After(step, succeeded, isKept: false);
        }
    }

    /// <returns>False: it failed, and the sweeper sends it again when its lease is over.</returns>
    private async Task<bool> IsSent(OutboxRecord message, CancellationToken cancellationToken)
    {
        try
        {
            Failpoint.Hit("before-publish");
            await Send(message, cancellationToken);
            Failpoint.Hit("after-confirm-before-mark");
            meter.Published();
            Volatile.Write(ref _failing, 0);
            return true;
        }
        catch (Exception failure)
        {
            _inHand.TryRemove(message.Id, out _);
            meter.PublishFailed();
            // A broker that is away fails every send: the first says so, until one succeeds again.
            if (Interlocked.Exchange(ref _failing, 1) == 0)
            {
                Log.SendFailed(logger, message.MessageId, message.Destination, failure.Message);
            }
            else
            {
                Log.SendFailedAgain(logger, message.MessageId, message.Destination, failure.Message);
            }

            return false;
        }
    }

    private async Task Send(OutboxRecord message, CancellationToken cancellationToken)
    {
        await SendOnce(message, cancellationToken);
        if (Failpoint.IsOn("send-twice"))
        {
            await SendOnce(message, cancellationToken);
        }
    }

    private async Task SendOnce(OutboxRecord message, CancellationToken cancellationToken)
    {
        var sending = sender.Send(
            message.MessageId,
            message.Destination,
            message.ContentType,
            message.MessageBody,
            message.Envelope,
            cancellationToken
        );
        try
        {
            Failpoint.Hit("after-publish-before-confirm");
        }
        finally
        {
            await sending;
        }
    }

    /// <summary>Where the transport keeps messages in memory only, the row is the message until it was consumed.</summary>
    private async Task ReleaseWhen(Task consumed, OutboxRecord message)
    {
        await consumed;
        await Release(message);
    }

    private async Task Release(OutboxRecord message)
    {
        await sent.Add(message.Id);
        _inHand.TryRemove(message.Id, out _);
    }
}
