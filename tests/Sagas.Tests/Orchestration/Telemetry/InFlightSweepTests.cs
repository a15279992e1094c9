using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sagas.Orchestration.Telemetry;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Tests.Operations;

namespace Sagas.Tests.Orchestration.Telemetry;

public sealed class InFlightSweepTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    [Test]
    public Task What_ran_and_runs_no_more_is_none_and_not_unknown() =>
        WithOneSaga(
            async (saga, time, gauge) =>
            {
                await Until(() => gauge.Read() is [("voyage", 1)], time);
                saga.EndedAt = saga.StartedAt;
                await Until(() => gauge.Read() is [("voyage", 0)], time);
            }
        );

    [Test]
    public Task Counting_begins_when_the_worker_has_been_at_work_for_a_while() =>
        WithOneSaga(
            async (_, time, gauge) =>
            {
                await Task.Delay(Soon);
                Assert.That(gauge.Read(), Is.Empty);
                await Until(() => gauge.Read() is [("voyage", 1)], time);
            }
        );

    private static async Task WithOneSaga(Func<SagaRecord, FakeTimeProvider, Gauge, Task> test)
    {
        using var desk = new Desk();
        var saga = Desk.Saga("V-1", "hotel");
        saga.EndedAt = null;
        desk.Sagas.Add(saga);
        var time = new FakeTimeProvider();
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var bus = Bus.Factory.CreateUsingInMemory(_ => { });
        await bus.StartAsync();
        using var sweep = new InFlightSweep(desk, new(meters), bus, time, NullLogger<InFlightSweep>.Instance);
        using var gauge = new Gauge(meters);
        await sweep.StartAsync(default);

        await test(saga, time, gauge);

        await sweep.StopAsync(default);
        await bus.StopAsync();
    }

    private static async Task Until(Func<bool> isSo, FakeTimeProvider time)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            await Task.Delay(LookEvery, patience.Token);
            time.Advance(Round);
        }
    }

    private sealed class Gauge : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly List<(string, long)> _read = [];

        public Gauge(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "sagas.in_flight" && instrument.Meter.Scope == meters)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>(
                (_, count, tags, _) => _read.Add(((string)tags[0].Value!, count))
            );
            _listener.Start();
        }

        public IReadOnlyList<(string Saga, long Count)> Read()
        {
            _read.Clear();
            _listener.RecordObservableInstruments();
            return [.. _read];
        }

        public void Dispose() => _listener.Dispose();
    }
}
