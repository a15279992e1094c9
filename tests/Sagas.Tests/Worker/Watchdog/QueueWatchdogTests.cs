using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.Transports;
using Sagas.Worker.Watchdog;

namespace Sagas.Tests.Worker.Watchdog;

/// <summary>What the watchdog makes of what the broker says, look after look.</summary>
internal sealed class QueueWatchdogTests
{
    private static readonly QueueState Consumed = new("payments", 0, 1);
    private static readonly QueueState Unconsumed = new("payments", 7, 0);

    private ServiceProvider _services = null!;
    private ConsumedQueues _queues = null!;
    private QueueWatchdog _watchdog = null!;
    private FakeBroker _broker = null!;
    private FakeEndpoints _endpoints = null!;
    private FakeTimeProvider _time = null!;
    private LineLog _log = null!;

    [SetUp]
    public void Create()
    {
        _queues = new();
        _queues.Add("payments");
        (_broker, _endpoints, _time, _log) = (new(), new(), new(), new());
        _services = new ServiceCollection()
            .AddMetrics()
            .AddLogging(logging => logging.AddProvider(_log))
            .AddSingleton<SagasMeter>()
            .BuildServiceProvider();
        _watchdog = NewWatchdog();
    }

    [TearDown]
    public void Drop()
    {
        _watchdog.Dispose();
        _services.Dispose();
    }

    [Test]
    public async Task A_queue_that_is_consumed_is_left_alone()
    {
        await Look(Consumed, Consumed, Consumed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_endpoints.Restarts, Is.Zero);
            Assert.That(_log.Lines, Is.Empty);
        }
    }

    [Test]
    public async Task One_silent_look_may_be_a_moment()
    {
        await Look(Unconsumed, Consumed, Unconsumed, Consumed);
        Assert.That(_endpoints.Restarts, Is.Zero);
    }

    [Test]
    public async Task Two_silent_looks_in_a_row_restart_the_endpoint()
    {
        await Look(Unconsumed, Unconsumed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_endpoints.Restarts, Is.EqualTo(1));
            Assert.That(
                _log.Lines,
                Is.EqualTo(
                    new[]
                    {
                        "Queue payments, which this worker consumes, has no consumer. Restarting its endpoint, 1 of 2 times.",
                    }
                )
            );
        }
    }

    [Test]
    public async Task A_queue_beside_an_endpoints_own_is_watched_and_its_endpoint_restarted()
    {
        _queues.AddBeside("payments", "payments_replies");
        using var watchdog = NewWatchdog();
        _broker.Of["payments_replies"] = Unconsumed with { Name = "payments_replies" };
        _broker.State = Consumed;
        await watchdog.Look(CancellationToken.None);
        await watchdog.Look(CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_endpoints.Restarted, Is.EqualTo(new[] { "payments" }));
            Assert.That(
                _log.Lines.Single(),
                Does.Contain("Queue payments_replies").And.Contain("no consumer")
            );
        }
    }

    [Test]
    public async Task A_queue_that_is_gone_is_silent()
    {
        await Look(null, null);
        Assert.That(_log.Lines.Single(), Does.Contain("is gone"));
    }

    [Test]
    public async Task A_queue_that_only_another_worker_consumes_is_silent_here()
    {
        _endpoints.Trouble = "stopped (delivered 3 messages)";
        await Look(Consumed, Consumed);
        Assert.That(
            _log.Lines.Single(),
            Does.Contain("is not consumed here: stopped (delivered 3 messages)")
        );
    }

    [Test]
    public async Task When_restarts_do_not_help_it_is_given_up_and_said_once()
    {
        await Look([.. Enumerable.Repeat(Unconsumed, 20)]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_endpoints.Restarts, Is.EqualTo(2));
            Assert.That(_watchdog.GivenUp, Is.EqualTo(new[] { ("payments", "has no consumer") }));
            Assert.That(
                _log.Lines.Count(line => line.Contains("reports itself dead", StringComparison.Ordinal)),
                Is.EqualTo(1)
            );
        }
    }

    [Test]
    public async Task What_was_given_up_and_is_consumed_again_lives()
    {
        await Look([.. Enumerable.Repeat(Unconsumed, 20), Consumed]);
        Assert.That(_watchdog.GivenUp, Is.Empty);
        await Look(Unconsumed, Unconsumed);
        Assert.That(_endpoints.Restarts, Is.EqualTo(3), "its restarts are allowed anew");
    }

    [Test]
    public async Task A_broker_that_was_away_gives_the_bus_time_to_come_back()
    {
        await Look(Unconsumed);
        _broker.IsAway = true;
        await Look(Unconsumed);
        _broker.IsAway = false;
        await Look(Unconsumed, Unconsumed, Unconsumed);
        Assert.That(_endpoints.Restarts, Is.Zero);
        _time.Advance(TimeSpan.FromSeconds(30));
        await Look(Unconsumed);
        Assert.That(_endpoints.Restarts, Is.Zero);
        await Look(Unconsumed);
        Assert.That(_endpoints.Restarts, Is.EqualTo(1));
    }

    [Test]
    public async Task A_broker_that_came_back_between_two_looks_counts_as_away()
    {
        await Look(Unconsumed);
        _broker.Interruptions++;
        await Look(Unconsumed, Unconsumed, Unconsumed);
        Assert.That(_endpoints.Restarts, Is.Zero);
    }

    private async Task Look(params QueueState?[] states)
    {
        foreach (var state in states)
        {
            _broker.State = state;
            await _watchdog.Look(CancellationToken.None);
        }
    }

    private QueueWatchdog NewWatchdog() =>
        new(
            _broker,
            _queues,
            _endpoints,
            Bus.Factory.CreateUsingInMemory(_ => { }),
            Options.Create(new WatchdogOptions { Restarts = 2, SettleSeconds = 30 }),
            _services.GetRequiredService<SagasMeter>(),
            _time,
            _services.GetRequiredService<ILogger<QueueWatchdog>>()
        );

    private sealed class FakeBroker : IBrokerView
    {
        public QueueState? State { get; set; }

        /// <summary>Those that are not as the others.</summary>
        public Dictionary<string, QueueState> Of { get; } = [];

        public bool IsAway { get; set; }

        public int Interruptions { get; set; }

        public Task<QueueState?> Queue(string queue, CancellationToken cancellationToken) =>
            IsAway
                ? throw new BrokerAwayException("nowhere", "it is away.", new TimeoutException())
                : Task.FromResult(Of.GetValueOrDefault(queue) ?? State);

        public Task<bool> HasExchange(string exchange, CancellationToken cancellationToken) =>
            Task.FromResult(true);
    }

    private sealed class FakeEndpoints : IEndpoints
    {
        public List<string> Restarted { get; } = [];

        public int Restarts => Restarted.Count;

        public string? Trouble { get; set; }

        string? IEndpoints.Trouble(string queue) => Trouble;

        public Task<string?> Restart(string queue, CancellationToken cancellationToken)
        {
            Restarted.Add(queue);
            return Task.FromResult<string?>(null);
        }
    }
}
