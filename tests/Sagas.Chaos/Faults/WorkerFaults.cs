using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Faults;

/// <summary>A worker dies, or stands still and does not know it.</summary>
internal sealed class WorkerFaults(World world) : IFault
{
    public bool Does(FaultKind kind) => kind is FaultKind.WorkerKilled or FaultKind.WorkerPaused;

    public async Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var worker = world.Worker(fault.Target);
        await worker.WaitUntilReady(cancellationToken);

        if (fault.Kind == FaultKind.WorkerKilled)
        {
            worker.Kill();
            return null;
        }

        var life = worker.Lives;
        worker.Pause();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), cancellationToken);
        }
        finally
        {
            worker.Continue();
        }

        return worker.Lives == life ? null : "it died meanwhile";
    }
}
