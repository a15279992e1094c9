using Sagas.Chaos.Driving;
using Sagas.Chaos.Faults;
using Sagas.Chaos.Worlds;
using Sagas.TestKit.Ledgers;

namespace Sagas.Chaos.Findings;

/// <summary>Compares what the run left behind with what was asked for.</summary>
internal sealed class Verdicts(World world, DriverJournal journal, DeadLetters letters, Lies lies)
{
    /// <summary>What was found, for the shares; and each violation in a sentence.</summary>
    /// <param name="queues">As they were before anybody looked into them: a broker's counts are some seconds old.</param>
    public async Task<(LedgerSnapshot Found, IReadOnlyList<string> Violations)> Judge(
        IReadOnlyDictionary<string, (long Ready, long Unacknowledged)> queues
    )
    {
        var databases = new LedgerDatabases(
            world.Databases[World.Orders],
            world.Databases["inventory"],
            world.Databases["payments"],
            world.Databases["shipping"]
        );
        var depths = queues
            .Where(queue => !Rest.IsOfLetters(queue.Key))
            .ToDictionary(
                queue => queue.Key,
                queue => (uint)(queue.Value.Ready + queue.Value.Unacknowledged)
            );
        var found = await LedgerReader.Read(databases, depths, world.Simulator);
        var keys = found.Sagas.Select(saga => saga.Key).ToHashSet();
        // Of an order that was never accepted nobody knows: it may have a saga, and then is one like any other.
        var orders = journal
            .Orders.Where(one => one.Outcome == Outcome.Ok || keys.Contains(one.Order.Key))
            .Select(one => one.Order.Journal)
            .ToList();
        var dead = await Letters(queues);
        return (found, [.. LedgerOracle.Violations(orders, found), .. dead, .. await Contradictions()]);
    }

    /// <summary>Every letter rests as it came, and nothing else is dead.</summary>
    private async Task<IReadOnlyList<string>> Letters(
        IReadOnlyDictionary<string, (long Ready, long Unacknowledged)> queues
    )
    {
        var violations = new List<string>();
        foreach (var queue in queues.Where(queue => Rest.IsOfLetters(queue.Key) && queue.Value.Ready > 0))
        {
            if (queue.Key != $"{DeadLetters.Queue}_error")
            {
                violations.AddRange(
                    (await world.Broker.Look(queue.Key)).Select(letter =>
                        $"Message {letter.Id} rests in {queue.Key}, where nothing should: {letter.Body}"
                    )
                );
            }
        }

        var resting = (await world.Broker.Look($"{DeadLetters.Queue}_error")).ToLookup(
            letter => letter.Id,
            letter => letter.Body
        );
        var expected = letters.Sent.ToDictionary(letter => letter.Key.ToString(), letter => letter.Value);
        violations.AddRange(
            expected
                .Where(letter =>
                    !resting[letter.Key].Any() || resting[letter.Key].Any(body => body != letter.Value)
                )
                .Select(letter => $"The dead letter {letter.Key} does not rest as it came.")
        );
        violations.AddRange(
            resting
                .Where(letter => !expected.ContainsKey(letter.Key))
                .Select(letter => $"Message {letter.Key} is dead, and nobody made it so: {letter.First()}")
        );
        return violations;
    }

    private async Task<IReadOnlyList<string>> Contradictions()
    {
        var violations = new List<string>();
        foreach (var (saga, message) in lies.Told)
        {
            var kinds = await world
                .Databases[World.Orders]
                .Query(
                    $"select kind from saga_history where saga_id = '{saga}' and cause = '{message}'",
                    row => row.GetString(0)
                );
            if (kinds is not ["Ignored"])
            {
                violations.Add(
                    $"The contradictory reply {message} is in the history of {saga} as [{string.Join(", ", kinds)}]; expected [Ignored]."
                );
            }
        }

        return violations;
    }
}
