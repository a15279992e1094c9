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

    [OneTimeTearDown]
    public ValueTask Drop() => database.DisposeAsync();

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

    [Test]
    public async Task A_server_that_admits_no_more_connections_is_not_told_to_be_away()
    {
        await database.CreateTables(Shipped.Catalogue);
        await database.Admit(0);
        await using var services = new ServiceCollection()
            .AddSagasStorage(database.Options, Shipped.Catalogue)
            .BuildServiceProvider();

        var exception = await Assert.ThrowsAsync<DatabaseUnavailableException>(() =>
            services.GetRequiredService<ISchema>().Pending(default)
        );

        await database.Admit(-1);
        Assert.That(exception!.Fault, Is.EqualTo(DatabaseFault.Full));
        Assert.That(exception.Message, Does.Contain("max_connections").And.Contain("Maximum Pool Size"));
    }
}
