using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;
using Sagas.TestKit.Processes;

namespace Sagas.Chaos.Faults;

/// <summary>
/// An operator lets the deadline of a step pass at once, while its participant is at it: the step is asked again, and at last
/// given up and undone as if it were done.
/// </summary>
internal sealed class Deadlines(World world) : IFault
{
    private const int Times = 3;
    private const int Tries = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan FiresWithin = TimeSpan.FromSeconds(1.5);

    private readonly string[] _settings = world.Direct(world.Databases[World.Orders]);

    public bool Does(FaultKind kind) => kind == FaultKind.DeadlineFired;

    public async Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        var fired = 0;
        Guid? saga = null;
        for (var attempt = 0; attempt < Tries && fired < Times; attempt++)
        {
            if (await Pending(saga) is not { } timer)
            {
                saga = null;
                await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
                continue;
            }

            saga = timer.Saga;
            await using var command = await SagasProcess.Run(
                Patience,
                ["timers", "fire", timer.Token.ToString(), "--reason", "impatience", .. _settings]
            );
            fired += command.ExitCode == 0 ? 1 : 0;
            // Until it has fired, and the step was asked again.
            await Task.Delay(FiresWithin, cancellationToken);
        }

        return fired > 0 ? null : $"no deadline was pending in {Tries} looks";
    }

    /// <summary>Of the same saga if it still waits, or of the one that waits for longest: its participant has trouble.</summary>
    private async Task<(Guid Token, Guid Saga)?> Pending(Guid? saga)
    {
        var found = await world
            .Databases[World.Orders]
            .Query(
                "select token, saga_id from timer where purpose = 'StepDeadline' and leased_until is null and due_at < '9000-01-01'"
                    + $" order by (saga_id = '{saga ?? Guid.Empty}') desc, due_at limit 1",
                row => (Token: row.GetGuid(0), Saga: row.GetGuid(1))
            );
        return found.Count == 0 ? null : found[0];
    }
}
