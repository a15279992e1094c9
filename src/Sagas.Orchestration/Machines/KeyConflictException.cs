namespace Sagas.Orchestration.Machines;

/// <summary>A business key was used with another payload before. Nothing was changed; it is not retried.</summary>
public sealed class KeyConflictException(string saga, string reason) : Exception(reason)
{
    public string Saga { get; } = saga;
}
