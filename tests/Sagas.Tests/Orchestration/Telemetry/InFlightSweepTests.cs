using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sagas.Orchestration.Telemetry;
using Sagas.Tests.Operations;

namespace Sagas.Tests.Orchestration.Telemetry;

public sealed class InFlightSweepTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    [Test]
    public async Task What_ran_and_runs_no_more_is_none_and_not_unknown()
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
        await Until(() => gauge.Read() is [("voyage", 1)], time);
        saga.EndedAt = saga.StartedAt;
        await Until(() => gauge.Read() is [("voyage", 0)], time);

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
