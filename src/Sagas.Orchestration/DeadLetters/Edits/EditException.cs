namespace Sagas.Orchestration.DeadLetters.Edits;

/// <summary>An edit makes no sense, whichever letter it is of; the message says why.</summary>
public sealed class EditException(string message, Exception? inner = null) : Exception(message, inner);
