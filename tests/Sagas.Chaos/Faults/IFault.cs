using Sagas.Chaos.Plans;

namespace Sagas.Chaos.Faults;

/// <summary>Does one kind of fault, or some, and undoes what can be undone before it returns.</summary>
internal interface IFault
{
    bool Does(FaultKind kind);

    /// <returns>Null: it struck. Otherwise why it did not.</returns>
    Task<string?> Strike(PlannedFault fault, CancellationToken cancellationToken);
}
