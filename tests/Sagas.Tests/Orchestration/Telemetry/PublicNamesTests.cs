using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Core;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Telemetry;

namespace Sagas.Tests.Orchestration.Telemetry;

/// <summary>
/// Dashboards, alerts and stored traces rest on these names. A name may be added here; one that is changed or
/// removed breaks somebody who cannot see it.
/// </summary>
internal sealed class PublicNamesTests
{
    private static readonly string[] Instruments =
    [
        "sagas.ended {saga} saga,outcome",
        "sagas.ignored {message} saga",
        "sagas.in_flight {saga} saga",
        "sagas.inbox.repetitions {message} consumer",
        "sagas.outbox.count {message} ",
        "sagas.outbox.failures {message} ",
        "sagas.outbox.oldest_age s ",
        "sagas.outbox.published {message} ",
        "sagas.started {saga} saga",
        "sagas.step.duration s saga,step,answer",
    ];

    [Test]
    public void Instruments_units_and_tags_are_approved()
    {
        using var services = new ServiceCollection()
            .AddMetrics()
            .AddSingleton<SagasMeter>()
            .BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>(
            (instrument, _, tags, _) => seen.Add(Line(instrument, tags))
        );
        listener.SetMeasurementEventCallback<double>(
            (instrument, _, tags, _) => seen.Add(Line(instrument, tags))
        );
        listener.Start();

        MeasureEverything(services.GetRequiredService<SagasMeter>());
        listener.RecordObservableInstruments();

        Assert.That(SagasMeter.Name, Is.EqualTo("Sagas"));
        Assert.That(seen, Is.EqualTo(Instruments));
    }

    [Test]
    public async Task Spans_and_their_tags_are_approved()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Sagas",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var shell = await Shell.Start(bus =>
        {
            bus.AddSaga(new TripSaga());
            bus.AddParticipant(new Participant("hotels", [typeof(HotelConsumer)], []));
            bus.AddParticipant(new Participant("tickets", [typeof(TicketConsumer)], []));
        });

        await shell.Send("trip", new BookTrip("T-spans", 1));
        await shell.Saga(DerivedId.OfSaga("trip", "T-spans"), saga => saga.EndedAt is not null);
        await shell.EmptyOutbox();

        var names = spans
            .Select(span =>
                $"{span.OperationName} {string.Join(',', span.TagObjects.Select(tag => tag.Key))}"
            )
            .Distinct();
        Assert.That(names, Is.EqualTo(new[] { "sagas.unit_of_work sagas.consumer,sagas.outcome" }));
        Assert.That(
            spans.Select(span => span.GetTagItem("sagas.outcome")).Distinct(),
            Is.SubsetOf(new[] { "committed", "repetition" })
        );
    }

    private static void MeasureEverything(SagasMeter meter)
    {
        var changes = new SagaChanges();
        changes.Record(new object(), Change() with { IsStart = true });
        changes.Record(new object(), Change() with { StepDuration = TimeSpan.FromSeconds(1) });
        changes.Record(new object(), Change() with { HasEnded = true });
        changes.Record(new object(), Change() with { IsIgnored = true });
        meter.Committed(changes);
        meter.Repeated("payments");
        meter.Published();
        meter.PublishFailed();
        meter.OutboxIs(new OutboxLag(1, TimeSpan.FromSeconds(1)));
        meter.InFlightIs([("trip", 1)]);
    }

    private static SagaChange Change() => new("trip", "StepDone", "hotel", "ticket", null, null);

    private static string Line(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {instrument.Unit} {string.Join(',', tags.ToArray().Select(tag => tag.Key))}";
}
