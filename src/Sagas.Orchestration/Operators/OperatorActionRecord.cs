namespace Sagas.Orchestration.Operators;

/// <summary>What a person did, when and why: written in the transaction of what it did.</summary>
public sealed class OperatorActionRecord
{
    /// <summary>The key: the same request acts once.</summary>
    public required Guid RequestId { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Such as <c>cancel</c>, <c>settle</c>, <c>hold</c>. At most 32 characters.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to, as a person names it. At most 256 characters.</summary>
    public required string Target { get; init; }

    /// <summary>The saga that it was done to, if it was one. At most 64 characters.</summary>
    public string? SagaType { get; init; }

    public Guid? SagaId { get; init; }

    /// <summary>Who did it. At most 128 characters.</summary>
    public required string By { get; init; }

    /// <summary>Who confirmed it, where two are needed. At most 128 characters.</summary>
    public string? SecondBy { get; init; }

    /// <summary>At most 1,024 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>What came of it, such as the saga's state. At most 1,024 characters.</summary>
    public required string Outcome { get; init; }
}
