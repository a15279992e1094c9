using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Faults;

/// <summary>RabbitMQ and PostgreSQL themselves go, come, or take nothing.</summary>
internal sealed class ServerFaults(World world, ChaosLog log) : IFault
{
    public bool Does(FaultKind kind) =>
        kind
            is FaultKind.BrokerKilled
                or FaultKind.DatabaseKilled
                or FaultKind.DatabaseDiskFull
                or FaultKind.SessionsTerminated
                or FaultKind.MemoryAlarm
                or FaultKind.DiskAlarm;

    public async Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var lasts = TimeSpan.FromSeconds(fault.Seconds);
        switch (fault.Kind)
        {
            case FaultKind.BrokerKilled:
                await While(world.Node.Kill, lasts, world.Node.Start, cancellationToken);
                return null;
            case FaultKind.DatabaseKilled:
                await While(world.Server.Stop, lasts, world.Server.Start, cancellationToken);
                return null;
            case FaultKind.DatabaseDiskFull:
                var refused = world.Server.RefusedByDisk;
                await While(world.Server.FillDisk, lasts, world.Server.EmptyDisk, cancellationToken);
                return world.Server.RefusedByDisk > refused ? null : "nothing was written";
            case FaultKind.MemoryAlarm:
                await Alarm(world.Node.MemoryAlarm, lasts, cancellationToken);
                return null;
            case FaultKind.DiskAlarm:
                await Alarm(world.Node.DiskAlarm, lasts, cancellationToken);
                return null;
            default:
                return await Terminate(World.DatabaseOf(fault.Target));
        }
    }

    private Task Alarm(Func<bool, Task> alarm, TimeSpan lasts, CancellationToken cancellationToken) =>
        While(
            async () =>
            {
                await alarm(true);
                log.Write("an alarm of the broker is on");
            },
            lasts,
            async () =>
            {
                log.Write("and goes off");
                await alarm(false);
            },
            cancellationToken
        );

    /// <summary>Whatever happens to the run, what was done to a server is undone.</summary>
    private static async Task While(
        Func<Task> begin,
        TimeSpan lasts,
        Func<Task> end,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await begin();
            await Task.Delay(lasts, cancellationToken);
        }
        finally
        {
            await end();
        }
    }

    private async Task<string?> Terminate(string database)
    {
        var ended = await world
            .Databases[database]
            .Count(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            );
        return ended > 0 ? null : "there was no session";
    }
}
