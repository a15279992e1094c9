namespace Sagas.Orchestration.Failpoints;

/// <summary>A test asked for a failure here.</summary>
public sealed class FailpointException(string name) : Exception($"The failpoint {name} was hit.");
