using System.Data.Common;
using Microsoft.Data.Sqlite;
using Sagas.Orchestration.Schema;

namespace Sagas.Storage.Providers.Sqlite;

/// <summary>The result codes of https://sqlite.org/rescode.html.</summary>
internal static class SqliteErrors
{
    private const int Perm = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Io = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    public static Failure Classify(DbException exception) =>
        exception switch
        {
            SqliteException { SqliteExtendedErrorCode: ConstraintPrimaryKey or ConstraintUnique } =>
                Failure.Duplicate,
            SqliteException { SqliteErrorCode: Busy or Locked } => Failure.Conflict,
            // A full disk, or a file on a volume that went away, is there again when somebody has seen to it.
            SqliteException { SqliteErrorCode: CannotOpen or Io or Full } => Failure.Unavailable,
            _ => Failure.Other,
        };

    public static DatabaseFault Diagnose(DbException exception) =>
        (exception as SqliteException)?.SqliteErrorCode switch
        {
            CannotOpen or Io or Full or Corrupt or NotADatabase or Busy or Locked =>
                DatabaseFault.Unreachable,
            ReadOnly or Perm => DatabaseFault.NotPermitted,
            _ => DatabaseFault.Other,
        };
}
