using System.Text.RegularExpressions;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Sagas.Storage.Providers;

namespace Sagas.Storage.Tests.TransactSql;

/// <summary>
/// SQL Server cannot run where most of these tests do. What can be known without it is checked here: that all
/// statements parse, and that every table, column and key that they name exists in a model of the database.
/// </summary>
[TestFixture]
public sealed partial class Transact_SQL_is_valid
{
    private static IEnumerable<TestCaseData> All =>
        TransactSqlScripts
            .Statements()
            .Concat(TransactSqlScripts.Scripts())
            .Select(script => new TestCaseData(script.Sql).SetArgDisplayNames(script.Name));

    private static IEnumerable<TestCaseData> Statements =>
        TransactSqlScripts
            .Statements()
            .Select(script => new TestCaseData(script.Sql).SetArgDisplayNames(script.Name));

    [TestCaseSource(nameof(All))]
    public void Every_script_and_statement_parses(string sql)
    {
        using var reader = new StringReader(sql);
        new TSql170Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);

        Assert.That(errors.Select(error => $"{error.Line}:{error.Column} {error.Message}"), Is.Empty, sql);
    }

    [Test]
    public void The_tables_make_a_valid_model() => Assert.That(Problems(Model()), Is.Empty);

    [TestCaseSource(nameof(Statements))]
    public void Every_statement_names_tables_and_columns_that_exist(string sql)
    {
        var model = Model();
        model.AddObjects(Procedure(sql));

        Assert.That(Problems(model), Is.Empty);
    }

    [Test]
    public void A_wrong_column_would_be_found()
    {
        var model = Model();
        model.AddObjects(Procedure("SELECT [no_such_column] FROM [saga] WITH (UPDLOCK) WHERE [type] = @p0"));

        Assert.That(Problems(model), Is.Not.Empty);
    }

    [Test]
    public void Every_statement_of_the_providers_is_among_those_checked()
    {
        var members = typeof(Statements)
            .GetMembers()
            .Where(member =>
                member.DeclaringType == typeof(Statements)
                && !member.Name.StartsWith("get_", StringComparison.Ordinal)
            )
            .Select(member => member.Name)
            .Except([
                ".ctor",
                nameof(Sagas.Storage.Providers.Statements.LockRows),
                nameof(Sagas.Storage.Providers.Statements.MaxKeysPerLock),
            ]);

        Assert.That(TransactSqlScripts.Statements().Select(script => script.Name), Is.SupersetOf(members));
    }

    /// <summary>So that a new one cannot be written past them. SQLite's own affairs are run by SQLite in every test.</summary>
    [Test]
    public void No_statement_is_written_anywhere_else()
    {
        var folder = Path.Combine(SourceRoot(), "src", "Sagas.Storage");
        var strays = Directory
            .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("Sqlite", StringComparison.Ordinal))
            // They name columns of a table by the model alone.
            .Where(file =>
                !file.EndsWith("DivergenceStore.cs", StringComparison.Ordinal)
                && !file.EndsWith("RowStatements.cs", StringComparison.Ordinal)
            )
            .SelectMany(file =>
                RawCalls().Matches(File.ReadAllText(file)).Select(call => $"{file}: {call.Value}")
            );

        Assert.That(strays, Is.Empty, "Put it among Providers/Statements.cs.");
    }

    private static string SourceRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sagas.sln")))
        {
            folder =
                folder.Parent
                ?? throw new InvalidOperationException("There is no Sagas.sln above the tests.");
        }

        return folder.FullName;
    }

    private static TSqlModel Model()
    {
        var model = new TSqlModel(SqlServerVersion.Sql160, new TSqlModelOptions());
        foreach (var batch in Separator().Split(TransactSqlScripts.CreateScript()))
        {
            if (!string.IsNullOrWhiteSpace(batch))
            {
                model.AddObjects(batch);
            }
        }

        return model;
    }

    /// <summary>A model has no statements, but procedures, whose bodies it resolves.</summary>
    private static string Procedure(string sql)
    {
        var parameters = Enumerable
            .Range(0, TransactSqlScripts.ParametersOf(sql))
            .Select(number =>
                $"@p{number} {(sql.Contains("TOP", StringComparison.Ordinal) ? "int" : "nvarchar(128)")}"
            );
        return $"CREATE PROCEDURE [dbo].[checked] {string.Join(", ", parameters)} AS {sql}";
    }

    /// <summary>Warnings count as well: an unresolved reference in a procedure is only that (SQL71502).</summary>
    private static IEnumerable<string> Problems(TSqlModel model)
    {
        using (model)
        {
            return [.. model.Validate().Select(message => message.ToString())];
        }
    }

    [GeneratedRegex(
        @"(FromSql|ExecuteSql|SqlQuery)\w*(<\w+>)?\((?!\s*(database\.Statements\.|statement\.Sql)).{0,40}|CommandText\s*=",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex RawCalls();

    [GeneratedRegex(@"^GO\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Separator();
}
