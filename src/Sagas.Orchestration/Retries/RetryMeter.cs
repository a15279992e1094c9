using System.Diagnostics.Metrics;

namespace Sagas.Orchestration.Retries;

/// <summary>What became of messages that failed.</summary>
internal sealed class RetryMeter(Meter meter)
{
    private readonly Counter<long> _retries = meter.CreateCounter<long>(
        "sagas.retries",
        "{attempt}",
        "Messages that were handled again, or are to be, by kind."
    );

    private readonly Counter<long> _deadLettered = meter.CreateCounter<long>(
        "sagas.dead_lettered",
        "{message}",
        "Messages that failed for good."
    );

    private readonly Counter<long> _orphans = meter.CreateCounter<long>(
        "sagas.orphans",
        "{message}",
        "Messages for sagas that did not exist when they came."
    );

    private readonly Counter<long> _suspects = meter.CreateCounter<long>(
        "sagas.suspects",
        "{message}",
        "Messages that came back to their queue more than once, and may be what kills workers."
    );

    private readonly Counter<long> _waited = meter.CreateCounter<long>(
        "sagas.waited",
        "{message}",
        "Messages that had to wait behind a dead letter of their saga."
    );

    public void Suspected(string queue) =>
        _suspects.Add(1, new KeyValuePair<string, object?>("queue", queue));

    public void Retried(string consumer, RetryKind kind) =>
        _retries.Add(1, Consumer(consumer), new("kind", NameOf(kind)));

    public void DeadLettered(string consumer) => _deadLettered.Add(1, Consumer(consumer));

    public void Orphaned(string saga) => _orphans.Add(1, new KeyValuePair<string, object?>("saga", saga));

    public void Waited(string saga) => _waited.Add(1, new KeyValuePair<string, object?>("saga", saga));

    private static KeyValuePair<string, object?> Consumer(string consumer) => new("consumer", consumer);

    private static string NameOf(RetryKind kind) =>
        kind switch
        {
            RetryKind.Conflict => "conflict",
            RetryKind.Outage => "outage",
            RetryKind.Immediate => "immediate",
            _ => "later",
        };
}
