using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Outbox;

namespace Sagas.Orchestration.Inbox;

/// <summary>Forgets messages that were consumed longer ago than the retention, a batch at a time.</summary>
internal sealed class InboxCleaner(
    IInboxStore store,
    IBusControl bus,
    IOptions<InboxOptions> options,
    TimeProvider time,
    ILogger<InboxCleaner> logger
) : Sweep(bus, CleanEvery, time, logger)
{
    private const int BatchSize = 1_000;
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(1);

    protected override async Task<bool> Once(CancellationToken cancellationToken) =>
        await store.RemoveOlderThan(options.Value.Retention, BatchSize, cancellationToken) == BatchSize;
}
