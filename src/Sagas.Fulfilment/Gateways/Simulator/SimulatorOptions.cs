using System.ComponentModel.DataAnnotations;

namespace Sagas.Fulfilment.Gateways.Simulator;

/// <summary>How the simulated gateways behave. What happens to a key follows from the seed and the key alone.</summary>
public sealed class SimulatorOptions
{
    public const string Section = "Sagas:Simulator";

    /// <summary>Whether the host runs the simulator. Default: in the embedded profile, while no gateway is configured.</summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// A file that keeps what was taken, given back and shipped, so that the next run knows it. Default: none; in the embedded
    /// profile one beside the database.
    /// </summary>
    public string LedgerFile { get; set; } = "";

    /// <summary>Another seed is another world. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Captures that are declined, in percent. 0 to 100; 8.</summary>
    [Range(0, 100)]
    public int DeclinePercent { get; set; } = 8;

    /// <summary>Shipments that are refused, in percent. 0 to 100; 4.</summary>
    [Range(0, 100)]
    public int RefusalPercent { get; set; } = 4;

    /// <summary>
    /// Operations whose first calls fail with 503, half of them with their effect done and only the answer lost, in
    /// percent. 0 to 100; 10.
    /// </summary>
    [Range(0, 100)]
    public int ErrorPercent { get; set; } = 10;

    /// <summary>How many calls of such an operation fail before the next succeeds. 1 to 1,000; 1.</summary>
    [Range(1, 1_000)]
    public int ErrorCalls { get; set; } = 1;

    /// <summary>Calls that are answered late, in percent. 0 to 100; 10.</summary>
    [Range(0, 100)]
    public int DelayPercent { get; set; } = 10;

    /// <summary>How late, in milliseconds. 0 to 60,000; 50.</summary>
    [Range(0, 60_000)]
    public int DelayMilliseconds { get; set; } = 50;
}
