namespace Sagas.Fuzz;

/// <summary>An input was answered otherwise than was promised.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
