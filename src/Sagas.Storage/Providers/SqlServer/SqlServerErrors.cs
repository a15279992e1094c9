using System.Data.Common;
using Microsoft.Data.SqlClient;
using Sagas.Orchestration.Schema;

namespace Sagas.Storage.Providers.SqlServer;

/// <summary>The numbers of <c>sys.messages</c>; one exception may carry several.</summary>
internal static class SqlServerErrors
{
    public const int DatabaseExists = 1801;

    private const int DeadlockVictim = 1205;
    private const int LockTimeout = 1222;
    private const int DuplicateIndex = 2601;
    private const int DuplicateKey = 2627;
    private const int SnapshotConflict = 3960;
    private const int ObjectDenied = 229;
    private const int CreateDatabaseDenied = 262;
    private const int CannotOpenDatabase = 4060;
    private const int LoginFailed = 18456;

    public static Failure Classify(DbException exception) =>
        Numbers(exception).Select(Classify).FirstOrDefault(failure => failure != Failure.Other);

    /// <summary>
    /// The server stops, starts, fails over, has become a standby, or has no room for another login, in memory, in its files or in
    /// its log; and the client's and the network's own
    /// errors, of a login timeout or a connection that was refused, reset or closed.
    /// </summary>
    private static readonly HashSet<int> Away =
    [
        -2,
        -1,
        2,
        20,
        53,
        64,
        121,
        233,
        258,
        596,
        701,
        921,
        922,
        983,
        1101,
        1105,
        3906,
        4221,
        6005,
        9002,
        10053,
        10054,
        10060,
        10061,
        11001,
        17142,
        18401,
    ];

    public static Failure Classify(int number) =>
        number switch
        {
            DuplicateIndex or DuplicateKey => Failure.Duplicate,
            DeadlockVictim or LockTimeout or SnapshotConflict => Failure.Conflict,
            _ => Away.Contains(number) ? Failure.Unavailable : Failure.Other,
        };

    public static DatabaseFault Diagnose(DbException exception)
    {
        foreach (var number in Numbers(exception))
        {
            switch (number)
            {
                case LoginFailed:
                    return DatabaseFault.AccessDenied;
                case CannotOpenDatabase:
                    return DatabaseFault.Missing;
                case ObjectDenied or CreateDatabaseDenied:
                    return DatabaseFault.NotPermitted;
                // Below 0 and up to 258: the network's own errors, among them "not found" and "timed out".
                case <= 258:
                    return DatabaseFault.Unreachable;
            }
        }

        return DatabaseFault.Other;
    }

    private static IEnumerable<int> Numbers(DbException exception) =>
        exception is SqlException error ? error.Errors.Cast<SqlError>().Select(one => one.Number) : [];
}
