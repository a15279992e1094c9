using Sagas.Orchestration.UnitsOfWork;

namespace Sagas.Orchestration.Holds;

/// <summary>Stops commands from going out, and the timers of those who wait for them, until it is released.</summary>
public sealed class HoldRecord
{
    public required Guid Id { get; init; }

    public required HoldScope Scope { get; init; }

    /// <summary>The participant, the saga's name, or the saga's id. At most 64 characters. One hold for each (scope, name).</summary>
    public required string Name { get; init; }

    /// <summary>At most 128 characters.</summary>
    public required string By { get; init; }

    /// <summary>At most 1,024 characters.</summary>
    public required string Reason { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>A saga's id as a hold's name: upper case, as the databases write it.</summary>
    public static string NameOf(Guid saga) => saga.ToString().ToUpperInvariant();

    internal bool Stops(DecidedMessage message) =>
        Name
        == Scope switch
        {
            HoldScope.Participant => message.Participant,
            HoldScope.SagaType => message.SagaType,
            _ => NameOf(message.SagaId),
        };
}

public enum HoldScope
{
    Participant,
    SagaType,
    Saga,
}
