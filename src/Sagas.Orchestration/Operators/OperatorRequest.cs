namespace Sagas.Orchestration.Operators;

/// <summary>What a person wants of a saga.</summary>
/// <param name="RequestId">The same request acts once.</param>
/// <param name="By">Who asks. At most 128 characters.</param>
/// <param name="Reason">Why; kept with the deed. At most 1,024 characters.</param>
public sealed record OperatorRequest(
    Guid RequestId,
    OperatorAction Action,
    string SagaType,
    Guid SagaId,
    string By,
    string Reason
)
{
    /// <summary>Who confirms it, where two are needed.</summary>
    public string? SecondBy { get; init; }

    /// <summary>The step to settle.</summary>
    public string? Step { get; init; }

    /// <summary>Settling a command: the type of the answer in the participant's stead, such as <c>ShipmentArranged</c>.</summary>
    public string? AnswerType { get; init; }

    /// <summary>Its members as JSON, without the saga's id and the key.</summary>
    public string? Answer { get; init; }
}

public enum OperatorAction
{
    /// <summary>Undo what was done. Possible until the pivot was asked for.</summary>
    Cancel,

    /// <summary>Ask again for what is waited for, or was given up.</summary>
    Resume,

    /// <summary>Say that a step that was given up was seen to by hand.</summary>
    Settle,
}
