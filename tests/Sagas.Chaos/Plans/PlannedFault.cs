using System.Globalization;

namespace Sagas.Chaos.Plans;

/// <summary>One fault of a plan.</summary>
/// <param name="Lane">Faults of one lane come one after the other; those of different lanes may overlap.</param>
/// <param name="At">When it is due, as a part of the time in which orders are placed: from 0 to 1.</param>
/// <param name="Target">The worker, or the link, that it strikes.</param>
/// <param name="Point">Of a kill point: its name. Otherwise empty.</param>
/// <param name="Action">Of a kill point: kill, throw or delay. Otherwise empty.</param>
/// <param name="Nth">Of a kill point: at which hit.</param>
/// <param name="Seconds">How long it lasts, where it lasts.</param>
internal sealed record PlannedFault(
    int Number,
    string Lane,
    double At,
    FaultKind Kind,
    string Target,
    string Point,
    string Action,
    int Nth,
    double Seconds
)
{
    /// <summary>What is counted together.</summary>
    public string Name => Kind == FaultKind.KillPoint ? $"{Point}:{Action}" : Kind.ToString();

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Number, 3} at {At:0.000} {Name} on {Target}{(Nth > 1 ? $", hit {Nth}" : "")}{(Seconds > 0 ? $", {Seconds:0.0} s" : "")}"
        );
}
