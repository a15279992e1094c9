namespace Sagas.Orchestration.Claims;

/// <summary>
/// A business key that a request has taken, with its payload: from here on nobody else can take it, though its saga has not
/// started. Kept as long as the inbox is, which is far longer than a saga takes to start; then the saga itself tells.
/// </summary>
public sealed class ClaimRecord
{
    /// <summary>The saga's name. With <see cref="SagaId"/> the key.</summary>
    public required string SagaType { get; init; }

    /// <summary>Derived from the business key.</summary>
    public required Guid SagaId { get; init; }

    /// <summary>Of the payload. At most 64 characters.</summary>
    public required string Fingerprint { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }
}
