using Microsoft.Data.Sqlite;
using Sagas.Core;
using Sagas.Fulfilment.Orders;

namespace Sagas.Tests.Commands;

/// <summary>What an operator is told who asks where database and broker disagree.</summary>
internal sealed class ReconcileCommandTests
{
    [Test]
    public async Task An_embedded_database_is_compared_with_itself()
    {
        using var terminal = new Terminal();
        Assert.That(await terminal.Run("migrate"), Is.Zero, terminal.Errors);
        Assert.That(await terminal.Run("reconcile"), Is.Zero, terminal.Errors);
        Assert.That(terminal.Output, Does.Contain("Not seen: Queues: in the embedded profile"));
        Assert.That(terminal.Output, Does.Contain("Nothing differs: 0 open sagas"));
    }

    [Test]
    public async Task An_effect_without_its_saga_makes_it_fail()
    {
        using var terminal = new Terminal();
        Assert.That(await terminal.Run("migrate"), Is.Zero, terminal.Errors);
        var ids = OrderIds.Of("GONE");
        await Execute(
            terminal,
            $"insert into shipment (key, order_id, state, changed_at) values ('{DerivedId.OfEffect(ids.Order, "shipment")}', '{ids.Order}', 'Arranged', 0)"
        );
        Assert.That(await terminal.Run("reconcile"), Is.EqualTo(1), terminal.Errors);
        Assert.That(
            terminal.Output,
            Does.Contain("EffectWithoutSaga").And.Contain("1 sagas differ (1 EffectWithoutSaga)")
        );
        Assert.That(await terminal.Run("reconcile", "--json"), Is.EqualTo(1), terminal.Errors);
        Assert.That(terminal.Raw, Does.Contain($"\"saga\": \"{ids.Order}\""));
    }

    [Test]
    public async Task A_ledger_that_is_no_connection_string_is_refused()
    {
        using var terminal = new Terminal();
        Assert.That(await terminal.Run("migrate"), Is.Zero, terminal.Errors);
        Assert.That(await terminal.Run("reconcile", "--ledger", "Nonsense=1"), Is.EqualTo(2));
        Assert.That(terminal.Errors, Does.Contain("--ledger is no connection string"));
    }

    private static async Task Execute(Terminal terminal, string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={terminal.PathOf("sagas.db")};Pooling=False"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(1));
    }
}
