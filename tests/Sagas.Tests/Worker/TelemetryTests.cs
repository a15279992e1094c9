using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Orchestration.Schema;
using Sagas.TestKit;
using Sagas.TestKit.Services;
using Sagas.Tests.Orchestration;

namespace Sagas.Tests.Worker;

/// <summary>Names of meters, instruments, tags and activities are public: dashboards and alerts rest on them.</summary>
internal sealed class TelemetryTests
{
    private static readonly string[] ApprovedInstruments =
    [
        "sagas.dead_lettered {message}",
        "sagas.dead_letters {message}",
        "sagas.ended {saga} outcome saga",
        "sagas.attention {saga}",
        "sagas.backpressure s",
        "sagas.ignored {message}",
        "sagas.ignored_addresses {address}",
        "sagas.group.messages {message}",
        "sagas.group.refusals {transaction}",
        "sagas.group.remembered {message}",
        "sagas.in_flight {saga}",
        "sagas.inbox.repetitions {message}",
        "sagas.late {saga}",
        "sagas.orphans {message}",
        "sagas.outbox.count {message}",
        "sagas.outbox.failures {message}",
        "sagas.outbox.oldest_age s",
        "sagas.outbox.published {message}",
        "sagas.recovered {saga}",
        "sagas.refused {message}",
        "sagas.removed {saga}",
        "sagas.replayed {message}",
        "sagas.retries {attempt}",
        "sagas.started {saga} saga",
        "sagas.step.duration s answer saga step",
        "sagas.suspects {message}",
        "sagas.waited {message}",
        "sagas.waiting {message}",
        "sagas.watchdog.restarts {restart}",
    ];

    private static readonly string[] ApprovedActivities = ["sagas.unit_of_work sagas.consumer sagas.outcome"];

    [Test]
    public async Task MassTransit_tells_nobody_how_it_is_used()
    {
        await using var shell = await Shell.Start(_ => { });
        var told = shell.Services.GetRequiredService<IOptions<UsageTelemetryOptions>>().Value;
        Assert.That(told.Enabled, Is.False);
    }

    [Test]
    public async Task The_instruments_and_their_tags_are_the_approved_ones()
    {
        var seen = new ConcurrentDictionary<string, SortedSet<string>>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Sagas")
                {
                    seen.TryAdd($"{instrument.Name} {instrument.Unit}", []);
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();
        await RunOneOrder("telemetry-1");
        Assert.That(
            seen.Select(pair => string.Join(' ', [pair.Key, .. pair.Value])),
            Is.EquivalentTo(ApprovedInstruments)
        );

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var names = seen[$"{instrument.Name} {instrument.Unit}"];
            foreach (var tag in tags)
            {
                lock (names)
                {
                    names.Add(tag.Key);
                }
            }
        }
    }

    [Test]
    public async Task The_activities_and_their_tags_are_the_approved_ones()
    {
        var seen = new ConcurrentDictionary<string, byte>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Sagas",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
                seen.TryAdd(
                    string.Join(
                        ' ',
                        [activity.OperationName, .. activity.Tags.Select(tag => tag.Key).Order()]
                    ),
                    0
                ),
        };
        ActivitySource.AddActivityListener(listener);
        await RunOneOrder("telemetry-2");
        Assert.That(seen.Keys, Is.EquivalentTo(ApprovedActivities));
    }

    [Test]
    public async Task One_order_is_one_trace_from_the_request_to_the_last_step()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Hear(spans);
        using var root = new Activity("order").Start();
        await RunOneOrder("telemetry-3");
        AssertOneTrace(spans, root);
    }

    [Test]
    public async Task So_it_is_on_RabbitMQ_where_stored_messages_do_not_pass_MassTransit_again()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Hear(spans);
        await using var database = await TestPostgres.Create();
        await using var broker = await TestBroker.Create();
        var settings = LiveWorker.Settings();
        settings["Sagas:Profile"] = "Distributed";
        settings["Sagas:Database:Provider"] = "Postgres";
        settings["Sagas:Database:ConnectionString"] = database.ConnectionString;
        settings["Sagas:Broker:Host"] = broker.Host;
        settings["Sagas:Broker:Port"] = $"{broker.Port}";
        settings["Sagas:Broker:VirtualHost"] = broker.VirtualHost;
        settings["Sagas:Simulator:Enabled"] = "true";
        await using (var app = LiveWorker.Build(settings))
        {
            await app.Services.GetRequiredService<ISchema>().Migrate(CancellationToken.None);
        }

        await using var worker = await LiveWorker.Start(settings);
        // The first goes through MassTransit, which declares what the addresses stand for.
        var wentThroughTheBus = new List<bool>();
        while (wentThroughTheBus.Count < 10 && (wentThroughTheBus.Count == 0 || wentThroughTheBus[^1]))
        {
            spans.Clear();
            var key = $"telemetry-rabbitmq-{wentThroughTheBus.Count}";
            using var root = new Activity("order").Start();
            using var answer = await worker.Place(LiveWorker.Order(key));
            await worker.Ended(key);
            AssertOneTrace(spans, root);
            wentThroughTheBus.Add(spans.Any(span => span.OperationName == "inventory send"));
        }

        Assert.That((wentThroughTheBus[0], wentThroughTheBus[^1]), Is.EqualTo((true, false)));
    }

    private static ActivityListener Hear(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Sagas" or "MassTransit" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void AssertOneTrace(IEnumerable<Activity> spans, Activity root)
    {
        var consumers = spans
            .Where(span => span.TraceId == root.TraceId && span.OperationName == "sagas.unit_of_work")
            .Select(span => span.GetTagItem("sagas.consumer"))
            .Distinct();
        Assert.That(consumers.Count(), Is.GreaterThanOrEqualTo(4), "the saga and its three participants");
    }

    private static async Task RunOneOrder(string key)
    {
        await using var worker = await LiveWorker.Start();
        using var answer = await worker.Place(LiveWorker.Order(key));
        await worker.Ended(key);
    }
}
