using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sagas.Benchmarks.Measures;

/// <summary>Reads this process, and the meters of ours in it.</summary>
internal sealed class PeerMeters : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _groups;
    private long _messages;
    private long _refusals;

    public PeerMeters()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is "sagas.group.messages" or "sagas.group.refusals")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>(
            (_, messages, _, _) =>
            {
                Interlocked.Increment(ref _groups);
                Interlocked.Add(ref _messages, messages);
            }
        );
        _listener.SetMeasurementEventCallback<long>(
            (_, refusals, _, _) => Interlocked.Add(ref _refusals, refusals)
        );
        _listener.Start();
    }

    public PeerReading Read()
    {
        using var process = Process.GetCurrentProcess();
        return new(
            Environment.CpuUsage.TotalTime.TotalSeconds,
            GC.GetTotalAllocatedBytes(),
            process.WorkingSet64,
            Volatile.Read(ref _groups),
            Volatile.Read(ref _messages),
            Volatile.Read(ref _refusals)
        );
    }

    public void Dispose() => _listener.Dispose();
}
