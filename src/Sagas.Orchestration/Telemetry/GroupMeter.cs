using System.Diagnostics.Metrics;

namespace Sagas.Orchestration.Telemetry;

/// <summary>How many messages share a transaction.</summary>
public sealed class GroupMeter
{
    private static readonly int[] Sizes = [1, 2, 4, 8, 16, 32, 64];

    private readonly Histogram<int> _messages;
    private readonly Counter<long> _refusals;
    private readonly Counter<long> _remembered;

    internal GroupMeter(Meter meter)
    {
        _messages = meter.CreateHistogram(
            "sagas.group.messages",
            "{message}",
            "Messages that were committed by one transaction.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = Sizes }
        );
        _refusals = meter.CreateCounter<long>(
            "sagas.group.refusals",
            "{transaction}",
            "Transactions of several messages that were refused, and tried one by one."
        );
        _remembered = meter.CreateCounter<long>(
            "sagas.group.remembered",
            "{message}",
            "Messages whose saga was remembered at the version that they told, and was not read."
        );
    }

    /// <summary>A message whose saga need not be read.</summary>
    public void Remembered() => _remembered.Add(1);

    /// <summary>One transaction committed them.</summary>
    public void Committed(int messages) => _messages.Record(messages);

    public void Refused() => _refusals.Add(1);
}
