using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using Sagas.Orchestration.Schema;

namespace Sagas.Storage.Providers.Postgres;

/// <summary>The states of PostgreSQL's manual, appendix A.</summary>
internal static class PostgresErrors
{
    public static Failure Classify(DbException exception) =>
        exception.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => Failure.Duplicate,
            PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.LockNotAvailable => Failure.Conflict,
            // Nothing divides here but a group's own look whether all of its rows were as it had read them.
            PostgresErrorCodes.DivisionByZero => Failure.Conflict,
            // Another version has added a column while a statement was prepared. The driver prepares it anew the next time.
            PostgresErrorCodes.FeatureNotSupported => Failure.Conflict,
            _ => Diagnose(exception) == DatabaseFault.Unreachable || IsExhausted(exception)
                ? Failure.Unavailable
                : Failure.Other,
        };

    public static DatabaseFault Diagnose(DbException exception) =>
        exception.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                DatabaseFault.AccessDenied,
            PostgresErrorCodes.InvalidCatalogName => DatabaseFault.Missing,
            PostgresErrorCodes.InsufficientPrivilege => DatabaseFault.NotPermitted,
            PostgresErrorCodes.AdminShutdown
            or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow => DatabaseFault.Unreachable,
            PostgresErrorCodes.TooManyConnections => DatabaseFault.Full,
            { } state when state.StartsWith("08", StringComparison.Ordinal) => DatabaseFault.Unreachable,
            null when exception.InnerException is SocketException or IOException or TimeoutException =>
                DatabaseFault.Unreachable,
            // No password at all is found out before anything is sent.
            null when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
                DatabaseFault.AccessDenied,
            _ => DatabaseFault.Other,
        };

    /// <summary>
    /// The server lacks disk, memory or connections (class 53), cannot read or write its files (58), or takes no writes as it
    /// has become a standby: nothing that the statement could be blamed for, and over when somebody has seen to the server.
    /// </summary>
    private static bool IsExhausted(DbException exception) =>
        exception.SqlState is { } state
        && (
            state.StartsWith("53", StringComparison.Ordinal)
            || state.StartsWith("58", StringComparison.Ordinal)
            || state == PostgresErrorCodes.ReadOnlySqlTransaction
        );
}
