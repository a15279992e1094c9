using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;
using Sagas.TestKit;

namespace Sagas.Chaos.Faults;

/// <summary>Arms a point in a running worker, and waits until the worker says that it came to it.</summary>
internal sealed class KillPoints(World world, DeadLetters letters, Replays replays, Migrations migrations)
    : IFault
{
    private static readonly TimeSpan HitWithin = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan BackWithin = TimeSpan.FromSeconds(40);

    public bool Does(FaultKind kind) => kind == FaultKind.KillPoint;

    public Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken) =>
        fault.Lane switch
        {
            Lanes.Migrations => migrations.Strike(fault, cancellationToken),
            Lanes.Letters => Strike(fault, world.SagaWorkers, letters.LetOneDie, cancellationToken),
            Lanes.Replays => Strike(fault, world.SagaWorkers, replays.KeepGoing, cancellationToken),
            _ => Strike(
                fault,
                [world.Worker(fault.Target)],
                world.Worker(fault.Target).WaitUntilReady,
                cancellationToken
            ),
        };

    /// <param name="workers">The point is armed in all of them, and fires in the first that comes to it.</param>
    /// <param name="provoke">Sees to it that somebody comes to it.</param>
    private static async Task<string?> Strike(
        PlannedFault fault,
        IReadOnlyList<ChaosWorker> workers,
        Func<CancellationToken, Task> provoke,
        CancellationToken cancellationToken
    )
    {
        foreach (var worker in workers)
        {
            worker.Switch.Arm(fault);
        }

        try
        {
            await provoke(cancellationToken);
            var hit = await Soon(
                HitWithin,
                () => workers.FirstOrDefault(worker => worker.Switch.HasFired(fault)),
                cancellationToken
            );
            if (hit is null)
            {
                return $"nobody came to it within {HitWithin.TotalSeconds:0} s";
            }

            var lives = hit.Lives;
            if (fault.Action == "kill")
            {
                await Soon(
                    BackWithin,
                    () => hit.Lives > lives && hit.WasReady ? hit : null,
                    cancellationToken
                );
            }

            return null;
        }
        finally
        {
            foreach (var worker in workers)
            {
                worker.Switch.Disarm(fault);
            }
        }
    }

    private static async Task<ChaosWorker?> Soon(
        TimeSpan within,
        Func<ChaosWorker?> find,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await Eventually.Get(
                "a worker",
                within,
                () =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    return Task.FromResult(find());
                },
                worker => worker is not null
            );
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
