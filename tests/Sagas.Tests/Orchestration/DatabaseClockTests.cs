using Microsoft.Extensions.Time.Testing;
using Sagas.Orchestration.Clocks;

namespace Sagas.Tests.Orchestration;

internal sealed class DatabaseClockTests
{
    private static readonly DateTimeOffset AtHost = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset AtDatabase = AtHost.AddHours(-3);

    [Test]
    public async Task It_is_the_databases_time_however_wrong_the_host_is()
    {
        var host = new FakeTimeProvider(AtHost);
        var clock = new DatabaseClock(host);
        Assert.That(clock.GetUtcNow(), Is.EqualTo(AtHost), "Nothing else is known yet.");

        await clock.Read(new Store(), default);
        host.Advance(TimeSpan.FromSeconds(7));

        Assert.That(clock.GetUtcNow(), Is.EqualTo(AtDatabase.AddSeconds(7)));
    }

    [Test]
    public async Task Setting_the_hosts_clock_changes_nothing()
    {
        var host = new HostWithWrongClock();
        var clock = new DatabaseClock(host);
        await clock.Read(new Store(), default);
        var before = clock.GetUtcNow();

        host.Offset = TimeSpan.FromHours(5);

        Assert.That(clock.GetUtcNow() - before, Is.LessThan(TimeSpan.FromMinutes(1)));
    }

    [Test]
    public async Task A_slow_reading_does_not_replace_a_good_one()
    {
        var host = new FakeTimeProvider(AtHost);
        var clock = new DatabaseClock(host);
        await clock.Read(new Store(), default);

        await clock.Read(new SlowStore(host, answersAfter: TimeSpan.FromSeconds(4)), default);

        Assert.That(clock.GetUtcNow(), Is.EqualTo(AtDatabase + (host.GetUtcNow() - AtHost)));
    }

    [Test]
    public async Task A_quick_reading_replaces_a_slow_one_at_once()
    {
        var host = new FakeTimeProvider(AtHost);
        var clock = new DatabaseClock(host);
        var store = new SlowStore(host, answersAfter: TimeSpan.FromSeconds(4)) { SlowReadings = 1 };

        await clock.Read(store, default);

        Assert.That(clock.GetUtcNow(), Is.EqualTo(AtDatabase + (host.GetUtcNow() - AtHost)));
    }

    /// <summary>Its time is right when it is asked; the answer takes all of its time on the way back.</summary>
    private sealed class SlowStore(FakeTimeProvider host, TimeSpan answersAfter) : IClockStore
    {
        public int SlowReadings { get; set; } = int.MaxValue;

        public Task<DateTimeOffset> Now(CancellationToken cancellationToken)
        {
            var now = AtDatabase + (host.GetUtcNow() - AtHost);
            if (SlowReadings-- > 0)
            {
                host.Advance(answersAfter);
            }

            return Task.FromResult(now);
        }
    }

    private sealed class Store : IClockStore
    {
        public Task<DateTimeOffset> Now(CancellationToken cancellationToken) => Task.FromResult(AtDatabase);
    }

    private sealed class HostWithWrongClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
