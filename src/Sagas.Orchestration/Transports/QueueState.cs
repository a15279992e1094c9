namespace Sagas.Orchestration.Transports;

/// <summary>A queue at one moment, as its broker tells it.</summary>
/// <param name="Ready">Messages that no consumer has yet; null where the transport does not count them.</param>
/// <param name="Consumers">Of all hosts together.</param>
public sealed record QueueState(string Name, long? Ready, int Consumers);
