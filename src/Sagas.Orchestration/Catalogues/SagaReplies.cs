namespace Sagas.Orchestration.Catalogues;

/// <summary>What the participants of a saga answer, in every host that knows the saga.</summary>
public sealed record SagaReplies(IReadOnlyList<Type> Types);
