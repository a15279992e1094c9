using System.Diagnostics.Metrics;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Replays;
using Sagas.Orchestration.Repository;
using Sagas.Orchestration.Retention;
using Sagas.Orchestration.Retries;

namespace Sagas.Orchestration.Telemetry;

/// <summary>The instruments of this host. Their names and tags are public: dashboards and alerts rest on them.</summary>
public sealed class SagasMeter
{
    public const string Name = "Sagas";

    private static readonly double[] StepSeconds =
    [
        0.005,
        0.01,
        0.025,
        0.05,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        5,
        10,
        30,
        60,
        300,
        3600,
    ];

    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _needAttention;
    private readonly Counter<long> _recovered;
    private readonly Histogram<double> _stepSeconds;
    private readonly Counter<long> _repetitions;
    private readonly Counter<long> _ignored;
    private readonly Counter<long> _published;
    private readonly Counter<long> _publishFailures;
    private readonly Counter<long> _restarts;
    private readonly Counter<double> _heldBack;
    private readonly Counter<long> _replayed;
    private IReadOnlyList<(string Saga, long Count)> _inFlight = [];
    private IReadOnlyList<(string Saga, long Count)> _late = [];
    private IReadOnlyList<(string Saga, long Count)> _waiting = [];
    private IReadOnlyList<DeadLetterCount> _deadLetters = [];
    private OutboxLag _lag = new(0, TimeSpan.Zero);

    public SagasMeter(IMeterFactory factory)
    {
        // The factory owns the meter, and disposes of it.
#pragma warning disable CA2000
        var meter = factory.Create(Name);
#pragma warning restore CA2000
        _started = meter.CreateCounter<long>("sagas.started", "{saga}", "Sagas that were accepted.");
        _ended = meter.CreateCounter<long>("sagas.ended", "{saga}", "Sagas that ended, by outcome.");
        _needAttention = meter.CreateCounter<long>(
            "sagas.attention",
            "{saga}",
            "Sagas of which a step was given up: somebody has to see to them."
        );
        _stepSeconds = meter.CreateHistogram<double>(
            "sagas.step.duration",
            "s",
            "From sending a step's command to its answer.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = StepSeconds }
        );
        _repetitions = meter.CreateCounter<long>(
            "sagas.inbox.repetitions",
            "{message}",
            "Messages that came again."
        );
        _ignored = meter.CreateCounter<long>(
            "sagas.ignored",
            "{message}",
            "Late, foreign or contradictory messages."
        );
        _published = meter.CreateCounter<long>(
            "sagas.outbox.published",
            "{message}",
            "Messages that were confirmed."
        );
        _publishFailures = meter.CreateCounter<long>(
            "sagas.outbox.failures",
            "{message}",
            "Sends that failed."
        );
        _restarts = meter.CreateCounter<long>(
            "sagas.watchdog.restarts",
            "{restart}",
            "Endpoints restarted because they had stopped consuming without a word."
        );
        _heldBack = CreateHeldBack(meter);
        _replayed = meter.CreateCounter<long>(
            "sagas.replayed",
            "{message}",
            "Dead letters that were sent again, by what came of them."
        );
        Admission = new(meter);
        Groups = new(meter);
        Retention = new(meter);
        Retries = new(meter);
        _recovered = meter.CreateCounter<long>(
            "sagas.recovered",
            "{saga}",
            "Late sagas whose messages were lost, and that were asked for again."
        );
        CreateGauges(meter);
    }

    private static Counter<double> CreateHeldBack(Meter meter) =>
        meter.CreateCounter<double>(
            "sagas.backpressure",
            "s",
            "Time in which no saga was begun, as too much waited in a queue for those that had begun."
        );

    private void CreateGauges(Meter meter)
    {
        meter.CreateObservableGauge(
            "sagas.dead_letters",
            () =>
                _deadLetters.Select(count => new Measurement<long>(
                    count.Letters,
                    new("queue", count.Queue),
                    new("place", count.Place.ToString())
                )),
            "{message}",
            "Dead letters, by the input queue and where they rest."
        );
        meter.CreateObservableGauge(
            "sagas.late",
            () => Counts(_late),
            "{saga}",
            "Sagas that are in their state for longer than is usual or configured."
        );
        meter.CreateObservableGauge(
            "sagas.waiting",
            () => Counts(_waiting),
            "{message}",
            "Messages that wait behind a dead letter of their saga."
        );
        meter.CreateObservableGauge(
            "sagas.in_flight",
            () => Counts(_inFlight),
            "{saga}",
            "Sagas that have not ended."
        );
        meter.CreateObservableGauge(
            "sagas.outbox.count",
            () => _lag.Count,
            "{message}",
            "Rows of the outbox."
        );
        meter.CreateObservableGauge(
            "sagas.outbox.oldest_age",
            () => _lag.Oldest.TotalSeconds,
            "s",
            "Age of the oldest row of the outbox."
        );
    }

    public void EndpointRestarted(string queue) =>
        _restarts.Add(1, new KeyValuePair<string, object?>("queue", queue));

    public void HeldBack(string queue, TimeSpan time) =>
        _heldBack.Add(time.TotalSeconds, new KeyValuePair<string, object?>("queue", queue));

    /// <summary>For storage.</summary>
    public GroupMeter Groups { get; }

    internal AdmissionMeter Admission { get; }

    internal RetentionMeter Retention { get; }

    internal RetryMeter Retries { get; }

    internal void Committed(SagaChanges changes)
    {
        foreach (var change in changes.All)
        {
            Committed(change);
        }
    }

    internal void Repeated(string consumer) =>
        _repetitions.Add(1, new KeyValuePair<string, object?>("consumer", consumer));

    internal void Replayed(IEnumerable<ReplayItemStatus> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            _replayed.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));
        }
    }

    internal void Published() => _published.Add(1);

    internal void PublishFailed() => _publishFailures.Add(1);

    internal void OutboxIs(OutboxLag lag) => _lag = lag;

    internal void DeadLettersAre(IReadOnlyList<DeadLetterCount> counts) => _deadLetters = counts;

    internal void LateIs(IReadOnlyList<(string Saga, long Count)> late) => _late = late;

    internal void WaitingAre(IReadOnlyList<(string Saga, long Count)> waiting) => _waiting = waiting;

    internal void Recovered(string saga) =>
        _recovered.Add(1, new KeyValuePair<string, object?>("saga", saga));

    internal void InFlightIs(IReadOnlyList<(string Saga, long Count)> inFlight) => _inFlight = inFlight;

    private void Committed(SagaChange change)
    {
        var saga = new KeyValuePair<string, object?>("saga", change.Saga);
        if (change.IgnoredAs is { } kind)
        {
            _ignored.Add(1, saga, new("as", kind));
            return;
        }

        if (change.IsStart)
        {
            _started.Add(1, saga);
        }

        if (change.StepDuration is { } duration)
        {
            _stepSeconds.Record(
                duration.TotalSeconds,
                saga,
                new("step", change.Step),
                new("answer", change.Kind)
            );
        }

        if (change.NeedsAttention)
        {
            _needAttention.Add(1, saga);
        }

        if (change.JustEnded)
        {
            _ended.Add(1, saga, new("outcome", change.State));
        }
    }

    private static IEnumerable<Measurement<long>> Counts(IReadOnlyList<(string Saga, long Count)> counts) =>
        counts.Select(pair => new Measurement<long>(
            pair.Count,
            new KeyValuePair<string, object?>("saga", pair.Saga)
        ));
}
