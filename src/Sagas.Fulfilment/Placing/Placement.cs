namespace Sagas.Fulfilment.Placing;

/// <summary>What became of a command that was to start a saga.</summary>
public sealed record Placement<TCommand>(
    Guid SagaId,
    string Key,
    TCommand Command,
    string Fingerprint,
    PlacementVerdict Verdict
);

public enum PlacementVerdict
{
    Accepted,

    /// <summary>Placed before, with the same payload.</summary>
    Known,

    /// <summary>The key was used with another payload.</summary>
    Conflict,
}
