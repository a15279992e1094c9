using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Orchestration.Outbox;

/// <summary>
/// Sends what nobody sent: messages whose worker died, whose send failed, or whose producer runs no bus. Any number
/// of workers may sweep at once.
/// </summary>
internal sealed class OutboxSweeper(
    IOutboxStore store,
    OutboxDispatcher dispatcher,
    IBusControl bus,
    IOptions<OutboxOptions> options,
    SagasMeter meter,
    TimeProvider time,
    ILogger<OutboxSweeper> logger,
    DeliveryReceipts? receipts = null
) : Sweep(bus, options.Value.SweepEvery, time, logger)
{
    /// <summary>All rows are counted, and in PostgreSQL also those that were removed not long ago.</summary>
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(10);

    private long? _measured;

    /// <summary>A host that is alone with its database takes over at once what its predecessor held.</summary>
    protected override async Task Prepare(CancellationToken cancellationToken)
    {
        if (receipts is not null)
        {
            await store.ReleaseAll(cancellationToken);
        }

        dispatcher.IsRunning = true;
    }

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var messages = await store.Claim(options.Value.BatchSize, options.Value.Lease, cancellationToken);
        await dispatcher.Dispatch(messages);
        if (_measured is not { } last || Stopwatch.GetElapsedTime(last) >= MeasureEvery)
        {
            meter.OutboxIs(await store.Measure(cancellationToken));
            _measured = Stopwatch.GetTimestamp();
        }

        return messages.Count == options.Value.BatchSize;
    }
}
