using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Claims;

namespace Sagas.Orchestration.Inbox;

/// <summary>Forgets messages that were consumed, and keys that were claimed, longer ago than the retention, a batch at a time.</summary>
internal sealed class InboxCleaner(
    IInboxStore inbox,
    IClaimStore claims,
    IBusControl bus,
    IOptions<InboxOptions> options,
    TimeProvider time,
    ILogger<InboxCleaner> logger
) : Sweep(bus, CleanEvery, time, logger)
{
    private const int BatchSize = 1_000;
    private static readonly TimeSpan CleanEvery = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = time;

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var retention = options.Value.Retention;
        var forgotten = await inbox.RemoveOlderThan(retention, BatchSize, cancellationToken);
        var released = await claims.RemoveOlderThan(
            _time.GetUtcNow() - retention,
            BatchSize,
            cancellationToken
        );
        return forgotten == BatchSize || released == BatchSize;
    }
}
