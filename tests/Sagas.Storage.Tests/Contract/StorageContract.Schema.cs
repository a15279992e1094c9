using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Schema;

namespace Sagas.Storage.Tests.Contract;

public abstract partial class StorageContract
{
    [Test]
    public async Task A_database_that_is_not_there_is_created_and_migrated_once_by_whoever_comes_first()
    {
        await using var fresh = CreateDatabase();
        await using var host = Host(fresh.Options);
        var schema = host.GetRequiredService<ISchema>();
        var pending = await schema.Pending(default);

        await Task.WhenAll(
            Enumerable
                .Range(0, 3)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        await using var other = Host(fresh.Options);
                        await other.GetRequiredService<ISchema>().Migrate(default);
                    })
                )
        );

        Assert.That(pending, Is.Not.Empty);
        Assert.That(await schema.Pending(default), Is.Empty);
        Assert.That(await schema.Migrate(default), Is.Empty);
    }

    [Test]
    public async Task A_database_that_cannot_be_reached_is_told_in_one_line_with_what_to_do()
    {
        await using var host = Host(database.Unreachable);

        var exception = await Assert.ThrowsAsync<DatabaseUnavailableException>(() =>
            host.GetRequiredService<ISchema>().Migrate(default)
        );

        Assert.That(exception!.Fault, Is.EqualTo(DatabaseFault.Unreachable));
        Assert.That(exception!.Message, Does.Contain("Sagas:Database").And.Not.Contain('\n'));
    }

    private static ServiceProvider Host(DatabaseOptions options) =>
        new ServiceCollection().AddSagasStorage(options, Shipped.Catalogue).BuildServiceProvider();
}
