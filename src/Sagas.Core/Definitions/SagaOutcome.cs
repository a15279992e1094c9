namespace Sagas.Core.Definitions;

/// <summary>An event that ends a saga, and how it is made.</summary>
internal sealed record SagaOutcome<TFactory>(Type MessageType, TFactory Create)
    where TFactory : Delegate;
