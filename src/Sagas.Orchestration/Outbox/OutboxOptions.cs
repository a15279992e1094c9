using System.ComponentModel.DataAnnotations;

namespace Sagas.Orchestration.Outbox;

/// <summary>How messages leave the outbox.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Sagas:Outbox";

    /// <summary>Seconds for which the worker that wrote a message may send it before another does. 1 to 600; 10.</summary>
    [Range(1, 600)]
    public int LeaseSeconds { get; set; } = 10;

    /// <summary>Messages that are claimed, or removed, at once. 1 to 1,000; 100.</summary>
    [Range(1, 1_000)]
    public int BatchSize { get; set; } = 100;

    /// <summary>Seconds between looks for messages that were left over. 1 to 60; 1.</summary>
    [Range(1, 60)]
    public int SweepSeconds { get; set; } = 1;

    /// <summary>Seconds that one send may take before it counts as failed. 1 to 300; 10.</summary>
    [Range(1, 300)]
    public int SendTimeoutSeconds { get; set; } = 10;

    internal TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    internal TimeSpan SweepEvery => TimeSpan.FromSeconds(SweepSeconds);

    internal TimeSpan SendTimeout => TimeSpan.FromSeconds(SendTimeoutSeconds);
}
