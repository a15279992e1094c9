using System.ComponentModel.DataAnnotations;

namespace Sagas.Storage.Tests.Providers;

[TestFixture]
public sealed class Options_are_checked
{
    [TestCase(DatabaseProvider.Sqlite, "Data Source=sagas.db")]
    [TestCase(DatabaseProvider.Postgres, "Host=localhost;Database=sagas;Username=a;Password=b")]
    [TestCase(DatabaseProvider.SqlServer, "Server=localhost;Database=sagas;Trusted_Connection=True")]
    public void A_connection_string_of_the_provider_is_accepted(
        DatabaseProvider provider,
        string connection
    ) => Assert.That(Refusals(provider, connection), Is.Empty);

    [TestCase(DatabaseProvider.Sqlite, "Host=localhost;Database=sagas")]
    [TestCase(DatabaseProvider.Sqlite, "Data Source=:memory:")]
    [TestCase(DatabaseProvider.Sqlite, "Data Source=shared;Mode=Memory;Cache=Shared")]
    [TestCase(DatabaseProvider.Sqlite, "nonsense")]
    [TestCase(DatabaseProvider.Postgres, "Data Source=sagas.db")]
    [TestCase(DatabaseProvider.Postgres, "Database=sagas")]
    [TestCase(DatabaseProvider.Postgres, "Host=localhost;Port=many")]
    [TestCase(DatabaseProvider.SqlServer, "Host=localhost;Database=sagas")]
    [TestCase(DatabaseProvider.SqlServer, "Server=localhost")]
    public void Anything_else_is_refused_with_the_settings_name(
        DatabaseProvider provider,
        string connection
    ) => Assert.That(Refusals(provider, connection), Has.One.Contains("Sagas:Database:ConnectionString"));

    private static IEnumerable<string?> Refusals(DatabaseProvider provider, string connection)
    {
        var options = new DatabaseOptions { Provider = provider, ConnectionString = connection };
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), results, validateAllProperties: true);
        return results.Select(result => result.ErrorMessage);
    }
}
