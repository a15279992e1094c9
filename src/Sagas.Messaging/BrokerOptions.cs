using System.ComponentModel.DataAnnotations;

namespace Sagas.Messaging;

/// <summary>Where RabbitMQ is, and who we are there.</summary>
public sealed class BrokerOptions
{
    public const string Section = "Sagas:Broker";

    /// <summary>A host name or address. Default localhost.</summary>
    [Required]
    public string Host { get; set; } = "localhost";

    /// <summary>1 to 65,535; 5672.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 5672;

    /// <summary>Default <c>/</c>.</summary>
    [Required]
    public string VirtualHost { get; set; } = "/";

    /// <summary>Default guest, which RabbitMQ admits from the same machine only.</summary>
    [Required]
    public string User { get; set; } = "guest";

    /// <summary>Default guest.</summary>
    [Required]
    public string Password { get; set; } = "guest";

    /// <summary>Seconds that a starting worker waits for a broker that is not there yet. 0 to 3,600; 60.</summary>
    [Range(0, 3_600)]
    public int WaitSeconds { get; set; } = 60;

    /// <summary>Messages of each queue that this worker handles at once; of a participant's, it is handed no more. 1 to 1,000; 64.</summary>
    [Range(1, 1_000)]
    public int Prefetch { get; set; } = 64;

    /// <summary>
    /// Messages that this worker is handed of each saga's queue, and of its replies'. Those of a saga that is busy wait here, and those of other
    /// sagas pass them: so many may come for one saga before others have to wait for it. 1 to 10,000; 1,000.
    /// </summary>
    [Range(1, 10_000)]
    public int SagaPrefetch { get; set; } = 1_000;
}
