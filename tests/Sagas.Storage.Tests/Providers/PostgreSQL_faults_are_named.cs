using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.Orchestration.Schema;
using Sagas.Storage.Tests.Databases;

namespace Sagas.Storage.Tests.Providers;

[TestFixture]
public sealed class PostgreSQL_faults_are_named
{
    private readonly PostgresTestDatabase database = new();

    [OneTimeSetUp]
    public Task Require() => database.Require();

    [Test]
    public async Task A_wrong_password_is_told_without_telling_it()
    {
        var options = database.Options;
        options.ConnectionString = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            Password = "not-the-password",
        }.ConnectionString;
        await using var services = new ServiceCollection()
            .AddSagasStorage(options, Shipped.Catalogue)
            .BuildServiceProvider();

        var exception = await Assert.ThrowsAsync<DatabaseUnavailableException>(() =>
            services.GetRequiredService<ISchema>().Pending(default)
        );

        Assert.That(exception!.Fault, Is.EqualTo(DatabaseFault.AccessDenied));
        Assert.That(exception.Message, Does.Not.Contain("not-the-password").And.Not.Contain('\n'));
    }
}
