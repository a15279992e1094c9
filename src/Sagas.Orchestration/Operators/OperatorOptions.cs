using System.ComponentModel.DataAnnotations;

namespace Sagas.Orchestration.Operators;

public sealed class OperatorOptions
{
    public const string Section = "Sagas:Operators";

    /// <summary>
    /// Settling an effect worth more than this, in the currency's minor unit, needs a second person. 0 to 10^15; default: no
    /// amount does.
    /// </summary>
    [Range(0, 1_000_000_000_000_000)]
    public long? SecondPersonAboveMinor { get; set; }
}
