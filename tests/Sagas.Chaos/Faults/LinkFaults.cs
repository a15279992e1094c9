using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;
using Sagas.TestKit.Wire;

namespace Sagas.Chaos.Faults;

/// <summary>The network between a worker and its servers, or between a participant and its gateway, is bad.</summary>
internal sealed class LinkFaults(World world) : IFault
{
    private const int SlowBytesPerSecond = 40_000;
    private static readonly TimeSpan SlowBy = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan GatewayLateBy = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(30);

    public bool Does(FaultKind kind) =>
        kind
            is FaultKind.CommitOutcomeLost
                or FaultKind.LinkCut
                or FaultKind.LinkHalfOpen
                or FaultKind.LinkStalled
                or FaultKind.LinkSlow
                or FaultKind.LinkThrottled
                or FaultKind.LinkCutInMidPiece
                or FaultKind.LinkRefused
                or FaultKind.GatewayHangs
                or FaultKind.GatewayLate
                or FaultKind.GatewayAnswerLost;

    public async Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var link = LinkOf(fault);
        if (!IsOfGateway(fault.Kind))
        {
            await world.Worker(fault.Target.Split('/')[0]).WaitUntilReady(cancellationToken);
        }

        var lasts = TimeSpan.FromSeconds(fault.Seconds);
        switch (fault.Kind)
        {
            case FaultKind.CommitOutcomeLost:
                return await link.LoseCommit(Once) ? null : "nothing was committed";
            case FaultKind.LinkCutInMidPiece:
                return await link.CutInMidPiece(Once) ? null : "nothing passed";
            case FaultKind.GatewayAnswerLost:
                return await link.LoseAnswer(Once) ? null : "nobody called";
            case FaultKind.LinkCut:
                return link.Cut() > 0 ? null : "nobody was connected";
            case FaultKind.LinkHalfOpen:
                return await While(link, () => link.HalfOpen() > 0, lasts, cancellationToken);
            case FaultKind.LinkRefused:
                return await While(link, () => link.Refuse() > 0, lasts, cancellationToken);
            case FaultKind.LinkSlow:
                return await While(link, () => Do(() => link.Delay(SlowBy)), lasts, cancellationToken);
            case FaultKind.GatewayLate:
                return await While(link, () => Do(() => link.Delay(GatewayLateBy)), lasts, cancellationToken);
            case FaultKind.LinkThrottled:
                return await While(
                    link,
                    () => Do(() => link.Limit(SlowBytesPerSecond)),
                    lasts,
                    cancellationToken
                );
            default:
                return await While(link, () => Do(link.Stall), lasts, cancellationToken);
        }
    }

    /// <summary>It struck only if something passes there at all.</summary>
    private static async Task<string?> While(
        FaultyLink link,
        Func<bool> begin,
        TimeSpan lasts,
        CancellationToken cancellationToken
    )
    {
        var before = link.Pieces;
        var isBegun = begin();
        try
        {
            await Task.Delay(lasts, cancellationToken);
        }
        finally
        {
            link.Heal();
        }

        return isBegun || link.Pieces > before ? null : "nothing passed";
    }

    private static bool Do(Action action)
    {
        action();
        return false;
    }

    private FaultyLink LinkOf(PlannedFault fault)
    {
        if (world.GatewayLinks.TryGetValue(fault.Target, out var gateway) && IsOfGateway(fault.Kind))
        {
            return gateway;
        }

        var worker = world.Worker(fault.Target.Split('/')[0]);
        return fault.Target.EndsWith("/broker", StringComparison.Ordinal) ? worker.Broker : worker.Database;
    }

    private static bool IsOfGateway(FaultKind kind) =>
        kind is FaultKind.GatewayHangs or FaultKind.GatewayLate or FaultKind.GatewayAnswerLost;
}
