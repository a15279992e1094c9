using MassTransit;
using Microsoft.Extensions.Logging;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Order;

/// <summary>
/// Lets messages go whose dead letter went without being handled: discarded, missing, or known to the inbox already. The one
/// that it lets go lets the next one go.
/// </summary>
internal sealed class BlockedSweep(
    IOrderStore store,
    ITransactionFactory transactions,
    SagaOrder order,
    SagasMeter meter,
    IBusControl bus,
    TimeProvider time,
    ILogger<BlockedSweep> logger
) : Sweep(bus, LookEvery, time, logger)
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = time;

    protected override bool MayBeginLater => true;

    protected override async Task<bool> Once(CancellationToken cancellationToken)
    {
        var unblocked = await store.Unblocked(_time.GetUtcNow(), MostAtOnce, cancellationToken);
        await Each(unblocked, saga => LetGo(saga, cancellationToken));
        meter.WaitingAre(await store.CountWaiting(cancellationToken));
        return unblocked.Count == MostAtOnce;
    }

    private async Task LetGo(BlockedSaga blocked, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = transactions.Begin();
            var saga = await transaction.FindSaga(blocked.Type, blocked.Id, cancellationToken);
            var backlog = await transaction.Backlog(
                blocked.Type,
                blocked.Id,
                Guid.Empty,
                Guid.Empty,
                cancellationToken
            );
            var next = order.LetGo(
                saga,
                backlog,
                keepsOrder: saga is not null && !OrderedSagas.IsCompensated(saga)
            );
            await transaction.Commit(null, cancellationToken);
            if (next is not null)
            {
                Log.LetGo(logger, next.Token, next.Name, blocked.Type, blocked.Id);
            }
        }
        catch (ConflictException)
        {
            // The saga is at work by itself; the next round looks again.
        }
    }
}
