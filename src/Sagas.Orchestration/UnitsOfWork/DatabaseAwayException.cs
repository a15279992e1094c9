namespace Sagas.Orchestration.UnitsOfWork;

/// <summary>
/// The database does not answer, or broke off; a commit may or may not have happened. The same message, handled again when
/// the database is back, is safe: the inbox tells what was committed.
/// </summary>
public sealed class DatabaseAwayException(string message, Exception inner) : Exception(message, inner);
