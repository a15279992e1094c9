using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Faults;

/// <summary>A worker dies, stands still and does not know it, or is told a wrong time of day.</summary>
internal sealed class WorkerFaults(World world) : IFault
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);
    private static readonly TimeSpan Behind = TimeSpan.FromDays(-1);

    public bool Does(FaultKind kind) =>
        kind
            is FaultKind.WorkerKilled
                or FaultKind.WorkerPaused
                or FaultKind.ClockAnHourAhead
                or FaultKind.ClockADayBehind;

    public async Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var worker = world.Worker(fault.Target);
        await worker.WaitUntilReady(cancellationToken);
        switch (fault.Kind)
        {
            case FaultKind.WorkerKilled:
                worker.Kill();
                return null;
            case FaultKind.WorkerPaused:
                return await Pause(worker, TimeSpan.FromSeconds(fault.Seconds), cancellationToken);
            default:
                var offset = fault.Kind == FaultKind.ClockAnHourAhead ? Ahead : Behind;
                return await Jump(worker, offset, TimeSpan.FromSeconds(fault.Seconds), cancellationToken);
        }
    }

    private static async Task<string?> Jump(
        ChaosWorker worker,
        TimeSpan offset,
        TimeSpan lasts,
        CancellationToken cancellationToken
    )
    {
        worker.Clock.Set(offset);
        try
        {
            await Task.Delay(lasts, cancellationToken);
            var apart = await worker.TimeOfDay() - TimeProvider.System.GetUtcNow();
            return apart?.Duration() > offset.Duration() / 2 ? null : "it did not go by that clock";
        }
        finally
        {
            worker.Clock.Set(TimeSpan.Zero);
        }
    }

    private static async Task<string?> Pause(
        ChaosWorker worker,
        TimeSpan lasts,
        CancellationToken cancellationToken
    )
    {
        var life = worker.Lives;
        worker.Pause();
        try
        {
            await Task.Delay(lasts, cancellationToken);
        }
        finally
        {
            worker.Continue();
        }

        return worker.Lives == life ? null : "it died meanwhile";
    }
}
