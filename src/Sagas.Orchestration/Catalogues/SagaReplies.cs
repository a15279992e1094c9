namespace Sagas.Orchestration.Catalogues;

/// <summary>What the participants of a saga answer, in every host that knows the saga.</summary>
/// <param name="Queue">Of the saga.</param>
public sealed record SagaReplies(string Queue, IReadOnlyList<Type> Types);
