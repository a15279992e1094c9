using Sagas.Chaos.Plans;
using Sagas.Chaos.Worlds;
using Sagas.Orchestration.Failpoints;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.Chaos.Faults;

/// <summary>A migration that is cut off in the middle must be finished by the next that runs.</summary>
internal sealed class Migrations(World world, string folder)
{
    private const int Tries = 10;
    private const string Applied = """select count(*) from "__EFMigrationsHistory" """;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    public async Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken)
    {
        await using var database = await TestPostgres.Create(world.Server.ConnectionString);
        var settings = world.Direct(database);
        var log = Path.Combine(folder, "migrations.fired");
        await using (
            var cutOff = SagasProcess.Start(
                ["migrate", .. settings],
                new Dictionary<string, string>
                {
                    // Not after the last: the middle is after the second of four.
                    [Failpoint.Setting] = $"{fault.Point}:{fault.Action}@2#{fault.Number}",
                    [Failpoint.LogSetting] = log,
                }
            )
        )
        {
            await cutOff.WaitForExit(Patience);
            var isFine = fault.Action == "delay";
            if (cutOff.ExitCode == 0 != isFine)
            {
                return $"the migration ended with {cutOff.ExitCode}: {cutOff.Said()}";
            }
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await World.Migrate(settings);
                break;
            }
            catch (InvalidOperationException) when (attempt < Tries)
            {
                // The server may be away by another fault.
                await Task.Delay(RetryAfter, cancellationToken);
            }
        }

        var (found, expected) = (
            await database.Count(Applied),
            await world.Databases[World.Orders].Count(Applied)
        );
        if (found != expected)
        {
            throw new InvalidOperationException(
                $"After a cut migration and a whole one {found} migrations are applied; expected {expected}."
            );
        }

        return
            File.Exists(log)
            && File.ReadLines(log).Any(line => line.EndsWith($" {fault.Number}", StringComparison.Ordinal))
            ? null
            : "the migration did not come to it";
    }
}
