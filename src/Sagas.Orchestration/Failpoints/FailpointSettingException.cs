namespace Sagas.Orchestration.Failpoints;

/// <summary>What the environment asks for is not understood. The message says what is, and what would be.</summary>
public sealed class FailpointSettingException(string message) : Exception(message);
