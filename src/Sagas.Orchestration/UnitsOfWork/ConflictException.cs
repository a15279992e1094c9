namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>
/// Another transaction was faster: a changed version, an inserted key, a deadlock, a serialization failure, a busy
/// database. The same message, handled again from the start, is expected to succeed.
/// </summary>
public sealed class ConflictException(string message, Exception? inner = null) : Exception(message, inner);
