namespace Sagas.Core.Definitions;

/// <summary>A saga's definition has faults. Thrown at start-up, with every fault and what to change.</summary>
public sealed class InvalidDefinitionException(string definition, IReadOnlyList<string> problems)
    : Exception($"{definition} cannot run:\n- {string.Join("\n- ", problems)}")
{
    public string Definition { get; } = definition;

    public IReadOnlyList<string> Problems { get; } = problems;
}
