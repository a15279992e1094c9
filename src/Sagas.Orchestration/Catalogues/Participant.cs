namespace Sagas.Orchestration.Catalogues;

/// <summary>An owner of commands, with a queue and a ledger of its own.</summary>
/// <param name="Name">The name of its queue, such as <c>payments</c>.</param>
/// <param name="Consumers">The MassTransit consumers of its commands.</param>
/// <param name="Rows">
/// The rows of its ledger, which storage maps by their annotations (Key, MaxLength, Table, Column…). A row that
/// is locked by key has a single text key.
/// </param>
public sealed record Participant(string Name, IReadOnlyList<Type> Consumers, IReadOnlyList<Type> Rows);
