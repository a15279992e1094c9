namespace Sagas.Checker.Description;

/// <summary>What the checker was given cannot be read: nothing was checked, and nothing is said about the run.</summary>
internal sealed class UnreadableException(string message, Exception? inner = null)
    : Exception(message, inner);
