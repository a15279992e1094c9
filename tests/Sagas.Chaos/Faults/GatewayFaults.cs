using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Faults;

/// <summary>The gateways fail: half of the calls have their effect all the same, and only the answer is lost.</summary>
internal sealed class GatewayFaults(World world) : IFault
{
    private const int MostFail = 60;

    public bool Does(FaultKind kind) => kind == FaultKind.GatewayFails;

    public async Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var (usual, calls) = (world.Gateways.ErrorPercent, world.Simulator.Report().Calls);
        world.Gateways.ErrorPercent = MostFail;
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), cancellationToken);
        }
        finally
        {
            world.Gateways.ErrorPercent = usual;
        }

        return world.Simulator.Report().Calls > calls ? null : "nobody called";
    }
}
