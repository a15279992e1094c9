using Npgsql;
using Sagas.Chaos.Faults;
using Sagas.Chaos.Worlds;

namespace Sagas.Chaos.Findings;

/// <summary>Whether anything is still on its way: by the databases, and by the broker's own counts.</summary>
/// <param name="letters">How many dead letters nobody can read, and so stay.</param>
internal sealed class Rest(World world, Replays replays, int letters)
{
    private static readonly string[] MayHaveLetters = ["_error", "_skipped", "_dead"];

    /// <summary>Of what the system does by itself, plans that are carried out among it.</summary>
    /// <returns>What is; empty: nothing.</returns>
    public Task<string> Unrest() =>
        Told(async () =>
        {
            var found = await Databases();
            if (await replays.IsGoing())
            {
                found.Add("a plan of replays");
            }

            // The broker is asked last, for its answer takes longest.
            return found.Count > 0 ? found : [.. await Queues()];
        });

    /// <summary>Replays what is dead and can be read, as a person would.</summary>
    /// <returns>What of it, and of all else, is on its way; empty: nothing.</returns>
    public Task<string> UnrestOfLetters() =>
        Told(async () => await replays.Finish(letters) ? [await Unrest()] : ["dead orders to be replayed"]);

    private static async Task<string> Told(Func<Task<List<string>>> ask)
    {
        try
        {
            return string.Join(", ", await ask());
        }
        catch (Exception failure)
            when (failure is NpgsqlException or IOException or InvalidOperationException or TimeoutException
                || Amqp.IsAway(failure)
            )
        {
            return failure.Message;
        }
    }

    private async Task<List<string>> Databases()
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

        return found;
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
