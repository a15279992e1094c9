using Npgsql;
using Sagas.Chaos.Faults;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Findings;

/// <summary>Whether anything is still on its way: by the databases, and by the broker's own counts.</summary>
internal sealed class Rest(World world, Replays replays)
{
    private static readonly string[] MayHaveLetters = ["_error", "_skipped", "_dead"];

    /// <returns>What is; empty: nothing.</returns>
    public async Task<string> Unrest(CancellationToken cancellationToken)
    {
        try
        {
            var found = new List<string>();
            await Add(
                found,
                World.Orders,
                "open sagas",
                "select count(*) from saga where ended_at is null and owed_since is null"
            );
            foreach (var name in world.Databases.Keys)
            {
                await Add(found, name, "outbox rows", "select count(*) from outbox");
                await Add(
                    found,
                    name,
                    "timers",
                    "select count(*) from timer where due_at <= now() + interval '10 minutes'"
                );
            }

            if (!await replays.Finish(cancellationToken))
            {
                found.Add("dead orders to be replayed");
            }

            // The broker is asked last, for its answer takes longest.
            return found.Count > 0 ? string.Join(", ", found) : string.Join(", ", await Queues());
        }
        catch (Exception failure)
            when (failure is NpgsqlException or IOException or InvalidOperationException or TimeoutException)
        {
            return failure.Message;
        }
    }

    private async Task Add(List<string> found, string database, string what, string sql)
    {
        if (await world.Databases[database].Count(sql) is > 0 and var count)
        {
            found.Add($"{count} {what} of {database}");
        }
    }

    private async Task<IEnumerable<string>> Queues() =>
        (await world.Node.Queues())
            .Where(queue => queue.Value.Ready + queue.Value.Unacknowledged > 0 && !IsOfLetters(queue.Key))
            .Select(queue => $"{queue.Value.Ready} + {queue.Value.Unacknowledged} in {queue.Key}");

    /// <summary>What rests there is checked by itself.</summary>
    public static bool IsOfLetters(string queue) =>
        MayHaveLetters.Any(end => queue.EndsWith(end, StringComparison.Ordinal));
}
