using Microsoft.Data.Sqlite;
using Npgsql;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Providers;
using Sagas.Storage.Providers.Postgres;
using Sagas.Storage.Providers.Sqlite;
using Sagas.Storage.Providers.SqlServer;

namespace Sagas.Storage.Tests.Providers;

[TestFixture]
public sealed class Errors_are_told_apart
{
    [TestCase("23505", nameof(Failure.Duplicate))]
    [TestCase("40001", nameof(Failure.Conflict))]
    [TestCase("40P01", nameof(Failure.Conflict))]
    [TestCase("55P03", nameof(Failure.Conflict))]
    [TestCase("0A000", nameof(Failure.Conflict))]
    [TestCase("57P01", nameof(Failure.Unavailable))]
    [TestCase("57P02", nameof(Failure.Unavailable))]
    [TestCase("57P03", nameof(Failure.Unavailable))]
    [TestCase("08006", nameof(Failure.Unavailable))]
    [TestCase("53300", nameof(Failure.Unavailable))]
    [TestCase("53100", nameof(Failure.Unavailable))]
    [TestCase("53200", nameof(Failure.Unavailable))]
    [TestCase("58030", nameof(Failure.Unavailable))]
    [TestCase("25006", nameof(Failure.Unavailable))]
    [TestCase("28P01", nameof(Failure.Other))]
    [TestCase("23503", nameof(Failure.Other))]
    [TestCase("57014", nameof(Failure.Other))]
    public void PostgreSQL_says_who_was_faster(string state, string failure) =>
        Assert.That(PostgresErrors.Classify(Postgres(state)).ToString(), Is.EqualTo(failure));

    [TestCase("28P01", DatabaseFault.AccessDenied)]
    [TestCase("28000", DatabaseFault.AccessDenied)]
    [TestCase("3D000", DatabaseFault.Missing)]
    [TestCase("42501", DatabaseFault.NotPermitted)]
    [TestCase("53300", DatabaseFault.Full)]
    [TestCase("57P03", DatabaseFault.Unreachable)]
    [TestCase("08006", DatabaseFault.Unreachable)]
    [TestCase("42P01", DatabaseFault.Other)]
    public void PostgreSQL_says_what_is_wrong_with_it(string state, DatabaseFault fault) =>
        Assert.That(PostgresErrors.Diagnose(Postgres(state)), Is.EqualTo(fault));

    [TestCase(1205, nameof(Failure.Conflict))]
    [TestCase(1222, nameof(Failure.Conflict))]
    [TestCase(3960, nameof(Failure.Conflict))]
    [TestCase(2601, nameof(Failure.Duplicate))]
    [TestCase(2627, nameof(Failure.Duplicate))]
    [TestCase(10061, nameof(Failure.Unavailable))]
    [TestCase(6005, nameof(Failure.Unavailable))]
    [TestCase(-2, nameof(Failure.Unavailable))]
    [TestCase(1105, nameof(Failure.Unavailable))]
    [TestCase(9002, nameof(Failure.Unavailable))]
    [TestCase(3906, nameof(Failure.Unavailable))]
    [TestCase(547, nameof(Failure.Other))]
    public void SQL_Server_says_who_was_faster(int number, string failure) =>
        Assert.That(SqlServerErrors.Classify(number).ToString(), Is.EqualTo(failure));

    [TestCase(19, 1555, nameof(Failure.Duplicate))]
    [TestCase(19, 2067, nameof(Failure.Duplicate))]
    [TestCase(5, 5, nameof(Failure.Conflict))]
    [TestCase(5, 517, nameof(Failure.Conflict))]
    [TestCase(6, 262, nameof(Failure.Conflict))]
    [TestCase(14, 14, nameof(Failure.Unavailable))]
    [TestCase(13, 13, nameof(Failure.Unavailable))]
    [TestCase(19, 1299, nameof(Failure.Other))]
    public void SQLite_says_who_was_faster(int code, int extended, string failure) =>
        Assert.That(
            SqliteErrors.Classify(new SqliteException("", code, extended)).ToString(),
            Is.EqualTo(failure)
        );

    [TestCase(14, DatabaseFault.Unreachable)]
    [TestCase(26, DatabaseFault.Unreachable)]
    [TestCase(8, DatabaseFault.NotPermitted)]
    [TestCase(1, DatabaseFault.Other)]
    public void SQLite_says_what_is_wrong_with_it(int code, DatabaseFault fault) =>
        Assert.That(SqliteErrors.Diagnose(new SqliteException("", code)), Is.EqualTo(fault));

    private static PostgresException Postgres(string state) => new("", "ERROR", "ERROR", state);
}
