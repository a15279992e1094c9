using System.Diagnostics;
using System.Text.Json;
using Sagas.Chaos.Driving;
using Sagas.Chaos.Worlds;
using Sagas.TestKit.Processes;

namespace Sagas.Chaos.Faults;

/// <summary>
/// Keeps a plan of dead letters going, so that somebody is about to send one. The letters are orders that died before they
/// began; each is an order like any other, and is in the journal.
/// </summary>
internal sealed class Replays(World world, ChaosOptions options, DriverJournal journal, ChaosLog log)
{
    private const string Queue = "order-saga";
    private const string LetterQueue = "order-saga_error";
    private const string Exception = "Chaos.LetterException";
    private const int LettersAtOnce = 50;
    private const int Tries = 40;

    /// <summary>Letters a second: so slow that somebody has one in hand whenever a fault wants that.</summary>
    private const int SlowRate = 4;
    private const int RateAtTheEnd = 50;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ApplyPatience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(60);

    /// <summary>The workers look into the queue more often.</summary>
    private static readonly TimeSpan IndexedWithin = TimeSpan.FromSeconds(15);

    private readonly string[] _settings = world.Direct(world.Databases[World.Orders]);
    private int _letters;
    private long? _changedAt;

    public async Task KeepGoing(CancellationToken cancellationToken)
    {
        if (await IsSending())
        {
            return;
        }

        await Bury(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        while (!await Apply(SlowRate) && Stopwatch.GetElapsedTime(started) < ApplyPatience)
        {
            await Task.Delay(RetryAfter, cancellationToken);
        }
    }

    /// <summary>Whatever is left of dead orders at the end goes at once.</summary>
    /// <param name="resting">Letters of others, which nobody can read and which stay in the queue.</param>
    /// <returns>Whether none is left.</returns>
    public async Task<bool> Finish(int resting)
    {
        if (await IsGoing())
        {
            return false;
        }

        // Counted from the first question: letters that nobody knows of yet are given the time to be found.
        _changedAt ??= Stopwatch.GetTimestamp();
        if (await Indexed() == 0)
        {
            // What a broker that was killed has brought back is in the queue before the index knows of it.
            return await Depth() <= resting || Stopwatch.GetElapsedTime(_changedAt.Value) > IndexedWithin;
        }

        _changedAt = Stopwatch.GetTimestamp();
        await Apply(RateAtTheEnd);
        return false;
    }

    private async Task<long> Depth() =>
        (await world.Node.Queues()).TryGetValue(LetterQueue, out var depth)
            ? depth.Ready + depth.Unacknowledged
            : 0;

    /// <summary>Whether a plan is being carried out.</summary>
    public async Task<bool> IsGoing() =>
        await world.Databases[World.Orders].Count("select count(*) from replay_plan where status = 'Running'")
        > 0;

    private Task<long> Indexed() =>
        world
            .Databases[World.Orders]
            .Count($"select count(*) from dead_letter where status = 'Dead' and exception = '{Exception}'");

    private async Task<bool> IsSending() =>
        await world
            .Databases[World.Orders]
            .Count(
                "select count(*) from replay_item where status = 'Waiting' and plan_id in (select id from replay_plan where status = 'Running')"
            )
        >= LettersAtOnce / 4;

    /// <summary>As a worker would have left them: in the queue of dead letters, with what they died of.</summary>
    private async Task Bury(CancellationToken cancellationToken)
    {
        for (var number = 0; number < LettersAtOnce; number++)
        {
            var order = ChaosOrder.Of(options.Seed, "R", _letters++);
            await journal.Write(order, Outcome.Sent);
            for (var attempt = 1; !await TryBury(order); attempt++)
            {
                if (attempt == Tries)
                {
                    await journal.Write(order, Outcome.Unknown);
                    throw new TimeoutException($"RabbitMQ did not take {order.Key} in {Tries} tries.");
                }

                await Task.Delay(RetryAfter, cancellationToken);
            }

            await journal.Write(order, Outcome.Ok);
        }
    }

    private async Task<bool> TryBury(ChaosOrder order)
    {
        try
        {
            var id = Sagas.Core.DerivedId.OfContent(System.Text.Encoding.UTF8.GetBytes(order.Key));
            await world.Broker.Publish(
                "",
                LetterQueue,
                $$"""{"messageId":"{{id}}","messageType":["urn:message:Sagas.Fulfilment.Orders:PlaceOrder"],"message":{{order.Json}}}""",
                id,
                new()
                {
                    ["MT-Reason"] = "fault",
                    ["MT-Fault-ExceptionType"] = Exception,
                    ["MT-Fault-Message"] = "It failed.",
                    ["MT-Fault-StackTrace"] = "",
                    ["MT-Fault-InputAddress"] = $"rabbitmq://{world.Broker.Host}/{Queue}",
                }
            );
            return true;
        }
        catch (Exception failure) when (Amqp.IsAway(failure))
        {
            return false;
        }
    }

    private async Task<bool> Apply(int rate)
    {
        // The workers find them, in some ten seconds.
        if (await Indexed() == 0)
        {
            return false;
        }

        // Those that nobody can read stay. A broker that was killed may bring back letters that were replayed: they are repetitions.
        var planned = await Told(
            "replay",
            "plan",
            "--queue",
            Queue,
            "--exception",
            Exception,
            "--include",
            "Duplicate",
            "--waves",
            "100",
            "--rate",
            $"{rate}",
            "--json"
        );
        if (planned is null)
        {
            return false;
        }

        using var plan = JsonDocument.Parse(planned);
        var id = plan.RootElement.GetProperty("plan").GetProperty("id").GetString()!;
        return await Told("replay", "apply", id, "--reason", "mended", "--no-wait") is not null;
    }

    /// <returns>What the command said; null: it failed.</returns>
    private async Task<string?> Told(params string[] arguments)
    {
        await using var command = await SagasProcess.Run(CommandPatience, [.. arguments, .. _settings]);
        if (command.ExitCode == 0)
        {
            return string.Join('\n', command.Output);
        }

        log.Write($"{string.Join(' ', arguments)}: {command.Said()}");
        return null;
    }
}
