using Microsoft.EntityFrameworkCore;

using Sagas.Storage.Providers;
namespace Sagas.Storage.Tests.Migrations;

[TestFixture]
public sealed class Migrations_are_complete
{
    [Test]
    public async Task A_changed_model_has_its_migration([Values] DatabaseProvider provider)
    {
        await using var context = Shipped.Database(provider).Open();

        Assert.That(
            context.Database.HasPendingModelChanges(),
            Is.False,
            "The tables of the code are not those of the migrations. Run infra/scripts/add-migration NAME."
        );
    }

    [Test]
    public async Task Every_database_has_the_same_migrations()
    {
        var names = new List<IEnumerable<string>>();
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            await using var context = Shipped.Database(provider).Open();
            // The first fourteen digits are the time at which a migration was written.
            names.Add(context.Database.GetMigrations().Select(name => name.Split('_', 2)[1]));
        }

        Assert.That(names, Is.All.EqualTo(names[0]).And.All.Not.Empty);
    }

    [Test]
    public async Task Two_catalogues_in_one_process_have_each_its_own_tables()
    {
        await using var shipped = Shipped.Database(DatabaseProvider.Sqlite).Open();
        await using var other = new Database(
            ProviderCatalogue.Create(new() { ConnectionString = "Data Source=nowhere" }),
            Contract.Ledger.Catalogue,
            services: null
        ).Open();

        Assert.That(shipped.Model.FindEntityType(typeof(Contract.Shelf)), Is.Null);
        Assert.That(other.Model.FindEntityType(typeof(Contract.Shelf)), Is.Not.Null);
    }
}
