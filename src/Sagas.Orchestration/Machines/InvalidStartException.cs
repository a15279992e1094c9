namespace Sagas.Orchestration.Machines;

/// <summary>A message that is to start a saga is bad, and stays so: it is not retried.</summary>
public sealed class InvalidStartException(string saga, string reason)
    : Exception($"The message cannot start the saga {saga}: {reason}")
{
    public string Saga { get; } = saga;

    public string Reason { get; } = reason;
}
