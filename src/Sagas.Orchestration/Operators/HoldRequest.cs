using Sagas.Orchestration.Holds;

namespace Sagas.Orchestration.Operators;

/// <summary>Asks to hold, or to release, what goes to a participant, or comes from a saga type or one saga.</summary>
/// <inheritdoc cref="OperatorRequest"/>
/// <param name="Name">The participant, the saga's name, or the saga's id.</param>
public sealed record HoldRequest(Guid RequestId, HoldScope Scope, string Name, string By, string Reason)
{
    public const int DefaultPerSecond = 50;
    public const int MostPerSecond = 10_000;

    /// <summary>When it is released: how many of the messages that were held go out each second. 1 to 10,000; 50.</summary>
    public int PerSecond { get; init; } = DefaultPerSecond;
}
