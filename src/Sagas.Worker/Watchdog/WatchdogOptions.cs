using System.ComponentModel.DataAnnotations;

namespace Sagas.Worker.Watchdog;

/// <summary>How silent stops are found: queues that this worker should consume, and does not. On RabbitMQ only.</summary>
public sealed class WatchdogOptions
{
    public const string Section = "Sagas:Watchdog";

    /// <summary>Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Seconds between looks; two silent ones in a row are a silent stop. 1 to 300; 5.</summary>
    [Range(1, 300)]
    public int EverySeconds { get; set; } = 5;

    /// <summary>Restarts of an endpoint that do not help before the worker calls itself dead. 1 to 100; 3.</summary>
    [Range(1, 100)]
    public int Restarts { get; set; } = 3;

    /// <summary>
    /// Seconds for which the bus is left to itself after the broker was away, for it reconnects by itself, and waits up to
    /// 30 s between its attempts. 0 to 600; 45.
    /// </summary>
    [Range(0, 600)]
    public int SettleSeconds { get; set; } = 45;

    internal TimeSpan Every => TimeSpan.FromSeconds(EverySeconds);

    internal TimeSpan Settle => TimeSpan.FromSeconds(SettleSeconds);
}
