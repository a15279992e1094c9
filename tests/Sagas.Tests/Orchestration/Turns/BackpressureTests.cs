using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.Transports;
using Sagas.Orchestration.Turns;

namespace Sagas.Tests.Orchestration.Turns;

/// <summary>What keeps sagas from beginning, by what the broker says of the queues.</summary>
internal sealed class BackpressureTests
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private ServiceProvider _services = null!;
    private FakeTimeProvider _time = null!;
    private Depths _depths = null!;
    private CancellationTokenSource _stopping = null!;
    private Backpressure _backpressure = null!;

    [SetUp]
    public void Create()
    {
        (_time, _depths, _stopping) = (new(), new(), new());
        _services = new ServiceCollection().AddMetrics().AddSingleton<SagasMeter>().BuildServiceProvider();
        var queues = new ConsumedQueues();
        queues.Add("trip-saga");
        queues.AddBeside("trip-saga", "trip-saga_replies");
        queues.Add("hotels");
        _backpressure = new(
            new TripSaga().Plan,
            new(_depths, queues, _services.GetRequiredService<SagasMeter>(), _time),
            _stopping.Token
        );
    }

    [TearDown]
    public void Drop()
    {
        _stopping.Dispose();
        _services.Dispose();
    }

    [Test]
    public async Task Nobody_waits_while_little_does_and_the_broker_is_asked_seldom()
    {
        _depths.Of["hotels"] = Backpressure.MostQueued;
        for (var i = 0; i < 10; i++)
        {
            await Free();
        }

        Assert.That(_depths.Asked, Is.EquivalentTo(new[] { "hotels", "trip-saga_replies" }));
        _time.Advance(LookEvery);
        await Free();
        Assert.That(_depths.Asked, Has.Count.EqualTo(4));
    }

    [TestCase("hotels")]
    [TestCase("trip-saga_replies")]
    public async Task Too_much_in_a_queue_is_waited_for_and_told(string queue)
    {
        var told = new List<(double Seconds, object? Queue)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "sagas.backpressure" && instrument.Meter.Scope == Factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(
            (_, seconds, tags, _) => told.Add((seconds, tags[0].Value))
        );
        listener.Start();
        _depths.Of[queue] = Backpressure.MostQueued + 1;
        var waiting = new[] { Free(), Free() };
        await Later(2);
        Assert.That(waiting.Select(one => one.IsCompleted), Is.All.False);

        _depths.Of[queue] = 0;
        await Later(1);
        await Task.WhenAll(waiting);
        Assert.That(told.Select(one => one.Queue), Is.Not.Empty.And.All.EqualTo(queue));
        Assert.That(told.Select(one => one.Seconds), Is.All.GreaterThanOrEqualTo(LookEvery.TotalSeconds));
    }

    [Test]
    public async Task A_queue_that_gets_no_shorter_keeps_nobody_longer_than_a_minute()
    {
        var started = _time.GetTimestamp();
        _depths.Of["hotels"] = 1_000;
        var waiting = Free();
        while (!waiting.IsCompleted)
        {
            await Task.Delay(1);
            _time.Advance(LookEvery);
        }

        await waiting;
        Assert.That(_time.GetElapsedTime(started), Is.GreaterThanOrEqualTo(TimeSpan.FromMinutes(1)));
        waiting = Free();
        await Later(3);
        Assert.That(waiting.IsCompleted, Is.False, "the next are kept again");
        _depths.Of["hotels"] = 0;
        await Later(1);
        await waiting;
    }

    [TestCase("trip-saga", Description = "What waits to begin is no reason not to.")]
    [TestCase("tickets", Description = "Consumed elsewhere.")]
    public async Task Other_queues_are_not_waited_for(string queue)
    {
        _depths.Of[queue] = 1_000_000;
        await Free();
        Assert.That(_depths.Asked, Has.None.EqualTo(queue));
    }

    [Test]
    public async Task A_broker_that_does_not_say_keeps_nobody()
    {
        _depths.IsAway = true;
        await Free();
    }

    [Test]
    public async Task Who_stops_does_not_wait()
    {
        _depths.Of["hotels"] = 1_000;
        var waiting = Free();
        await Later(1);
        Assert.That(waiting.IsCompleted, Is.False);

        await _stopping.CancelAsync();
        await waiting;
    }

    [Test]
    public async Task Who_gives_up_waiting_leaves_its_place()
    {
        _depths.Of["hotels"] = 1_000;
        var places = new Places(new(1), _backpressure);
        Assert.That(places.TryTake(), Is.True, "nobody waits for one that is free");
        places.Release();

        using var leaving = new CancellationTokenSource();
        var waiting = places.Take(leaving.Token);
        await Later(1);
        Assert.That(places.TryTake(), Is.False);
        await leaving.CancelAsync();
        await Assert.ThatAsync(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(places.TryTake(), Is.True);
    }

    private IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    private Task Free() => _backpressure.Free(default).WaitAsync(Patience);

    /// <summary>The clock goes on once the broker was asked, and so often it is asked again.</summary>
    private async Task Later(int looks)
    {
        for (var look = 0; look < looks; look++)
        {
            var asked = _depths.Asked.Count;
            await TestKit.Eventually.Get(
                "a look at the broker",
                Patience,
                () =>
                {
                    _time.Advance(LookEvery);
                    return Task.FromResult(_depths.Asked.Count);
                },
                count => count > asked
            );
        }
    }

    private sealed class Depths : IBrokerView
    {
        public Dictionary<string, long> Of { get; } = [];

        public List<string> Asked { get; } = [];

        public bool IsAway { get; set; }

        public int Interruptions => 0;

        public Task<QueueState?> Queue(string queue, CancellationToken cancellationToken)
        {
            Asked.Add(queue);
            return IsAway
                ? throw new BrokerAwayException("nowhere", "it is away.", new TimeoutException())
                : Task.FromResult<QueueState?>(new(queue, Of.GetValueOrDefault(queue), 1));
        }

        public Task<bool> HasExchange(string exchange, CancellationToken cancellationToken) =>
            Task.FromResult(true);
    }
}
