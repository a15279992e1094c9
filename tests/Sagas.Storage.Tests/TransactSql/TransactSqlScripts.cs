using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Sagas.Storage.Providers;
using Sagas.Storage.Transactions;

namespace Sagas.Storage.Tests.TransactSql;

/// <summary>Everything that is ever sent to SQL Server and was not made by EF Core while it ran.</summary>
internal static partial class TransactSqlScripts
{
    /// <summary>The statements written by hand, by name, with parameters in place of placeholders.</summary>
    public static IEnumerable<(string Name, string Sql)> Statements()
    {
        var statements = Shipped.Database(DatabaseProvider.SqlServer).Statements;
        foreach (var member in typeof(Statements).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            yield return (
                member.Name,
                Parameters().Replace((string)member.GetValue(statements)!, "@p${number}")
            );
        }

        yield return (
            nameof(statements.DueAgain),
            Parameters().Replace(statements.DueAgain([Guid.Empty, Guid.Empty], 1).Sql, "@p${number}")
        );
        using var context = Shipped.Database(DatabaseProvider.SqlServer).Open();
        var sql = context.GetService<ISqlGenerationHelper>();
        foreach (var row in context.Model.GetEntityTypes().Where(IsLockable))
        {
            var table = RowTable.Of(row, sql);
            foreach (var count in new[] { 1, Sagas.Storage.Providers.Statements.MaxKeysPerLock })
            {
                var keys = Enumerable
                    .Range(0, count)
                    .Select(key => key.ToString(CultureInfo.InvariantCulture));
                var statement = statements.LockRows(table.Name, table.Key, [.. keys]);
                yield return (
                    $"Lock{row.ClrType.Name}_{count}",
                    Parameters().Replace(statement.Sql, "@p${number}")
                );
            }
        }
    }

    /// <summary>The script of each migration, that of all together, and the tables as the model has them.</summary>
    public static IEnumerable<(string Name, string Sql)> Scripts()
    {
        using var context = Shipped.Database(DatabaseProvider.SqlServer).Open();
        var migrator = context.GetService<IMigrator>();
        var before = Migration.InitialDatabase;
        foreach (var migration in context.Database.GetMigrations())
        {
            yield return ($"up_{migration}", migrator.GenerateScript(before, migration));
            yield return ($"down_{migration}", migrator.GenerateScript(migration, before));
            before = migration;
        }

        yield return (
            "idempotent",
            migrator.GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent)
        );
        yield return ("create", CreateScript());
    }

    public static string CreateScript()
    {
        using var context = Shipped.Database(DatabaseProvider.SqlServer).Open();
        return context.Database.GenerateCreateScript();
    }

    /// <summary>How many parameters a statement has.</summary>
    public static int ParametersOf(string sql) =>
        NamedParameters().Matches(sql).Select(one => one.Value).Distinct().Count();

    private static bool IsLockable(Microsoft.EntityFrameworkCore.Metadata.IEntityType row) =>
        row.FindPrimaryKey()?.Properties is [{ ClrType: var key }] && key == typeof(string);

    [GeneratedRegex(@"\{(?<number>\d+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"@p\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedParameters();
}
