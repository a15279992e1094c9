using System.Globalization;
using System.Net.Sockets;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Sagas.Core;
using Sagas.TestKit;

namespace Sagas.SystemTests.BadInput.Amqp;

/// <summary>Sends every case to a real worker, all at once, and waits until each has been answered.</summary>
internal sealed class AmqpDoor(LiveRun run, Answers answers)
{
    /// <summary>Dead letters that the broker or the framework wrote are found by a comparison every few seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly CreateChannelOptions Confirmed = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    public async Task Answer(IReadOnlyList<AmqpCase> all)
    {
        var before = await run.Worker.Get("metrics");
        var cases = await Send(all);
        var dying = cases.Where(one => one.Place is not null).ToList();
        var letters = await Eventually
            .Get(
                "a dead letter for each",
                Patience,
                Letters,
                found => dying.All(one => found.ContainsKey(IdOf(one))) || run.Worker.Process.HasExited
            )
            .ContinueWith(task => task.IsFaulted ? null : task.Result, TaskScheduler.Default);
        letters ??= await Letters();
        var metrics = cases
            .SelectMany(one => new[] { one.Counted, one.CountedToo })
            .OfType<Metric>()
            .GroupBy(metric => (metric.Name, metric.Labels))
            .Select(group => group.First() with { By = group.Sum(metric => metric.By) })
            .ToList();
        var after = await Counted(metrics, before);
        foreach (var one in cases)
        {
            Judge(one, letters);
        }

        foreach (var metric in metrics)
        {
            var risen = metric.On(after) - metric.On(before);
            if (risen != metric.By)
            {
                answers.Wrong(metric, $"expected to rise by {metric.By}, has risen by {risen}.");
            }
        }
    }

    private void Judge(AmqpCase one, Dictionary<Guid, Letter> letters)
    {
        if (one.Place is null)
        {
            if (letters.TryGetValue(IdOf(one), out var dead))
            {
                answers.Wrong(one, $"is a dead letter: {dead.Reason}");
            }
            else
            {
                answers.Right(one);
            }
        }
        else if (!letters.TryGetValue(IdOf(one), out var letter))
        {
            answers.Wrong(one, $"was not answered within {Patience.TotalSeconds} s.");
        }
        else if (letter.Place != one.Place || letter.Queue != one.Queue)
        {
            answers.Wrong(
                one,
                $"expected in {one.Queue} ({one.Place}), rests in {letter.Queue} ({letter.Place}): {letter.Reason}"
            );
        }
        else if (letter.Age.Duration() > TimeSpan.FromMinutes(10))
        {
            answers.Wrong(one, $"is said to have died {letter.Age} ago.");
        }
        else
        {
            answers.Judge(one, letter.Reason, one.Says);
        }
    }

    /// <summary>Those that are counted and kept nowhere may still be at work when the others are dead.</summary>
    private async Task<string> Counted(List<Metric> metrics, string before)
    {
        var page = await Eventually
            .Get(
                "counters that have risen",
                TimeSpan.FromSeconds(15),
                () => run.Worker.Get("metrics"),
                found => metrics.All(metric => metric.On(found) - metric.On(before) >= metric.By)
            )
            .ContinueWith(task => task.IsFaulted ? null : task.Result, TaskScheduler.Default);
        return page ?? await run.Worker.Get("metrics");
    }

    /// <returns>Those that the broker has; it closes the connection of whoever sends what it cannot read.</returns>
    private async Task<List<AmqpCase>> Send(IReadOnlyList<AmqpCase> cases)
    {
        var accepted = new List<AmqpCase>();
        var connection = await run.Connect();
        var channel = await connection.CreateChannelAsync(Confirmed);
        foreach (var one in cases)
        {
            try
            {
                await channel.BasicPublishAsync("", one.Queue, true, PropertiesOf(one), one.Body(one.Id));
                accepted.Add(one);
                if (one.IsRefusedByBroker)
                {
                    answers.Wrong(one, "was taken by the broker.");
                }
            }
            catch (Exception refused)
                when (refused is OperationInterruptedException or IOException or SocketException)
            {
                if (one.IsRefusedByBroker)
                {
                    answers.Judge(one, refused.Message, one.Says);
                }
                else
                {
                    answers.Wrong(one, $"the broker closed the connection: {refused.Message}");
                }

                connection = await run.Connect();
                channel = await connection.CreateChannelAsync(Confirmed);
            }
        }

        await connection.CloseAsync();
        return accepted;
    }

    private static BasicProperties PropertiesOf(AmqpCase one) =>
        new()
        {
            ContentType = one.ContentType,
            MessageId = one.MessageId is "" ? one.Id.ToString() : one.MessageId,
            Headers = one.Headers.ToDictionary(),
        };

    private async Task<Dictionary<Guid, Letter>> Letters()
    {
        var rows = await run.Database.Query(
            "select message_id, queue, place, reason, extract(epoch from now() - at) from dead_letter",
            row =>
                (
                    row.GetGuid(0),
                    new Letter(
                        row.GetString(1),
                        row.GetString(2),
                        row.GetString(3),
                        TimeSpan.FromSeconds(Convert.ToDouble(row.GetValue(4), CultureInfo.InvariantCulture))
                    )
                )
        );
        return rows.GroupBy(row => row.Item1).ToDictionary(group => group.Key, group => group.First().Item2);
    }

    /// <summary>Under which the index knows it: a message without an id is known by its content, or what is kept of it.</summary>
    private static Guid IdOf(AmqpCase one) => one.MessageId is null ? one.ContentId() : one.Id;

    private sealed record Letter(string Queue, string Place, string Reason, TimeSpan Age);
}
