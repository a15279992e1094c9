using Microsoft.Data.Sqlite;
using Sagas.TestKit;
using Sagas.TestKit.Processes;

namespace Sagas.SystemTests;

[Parallelizable]
public sealed class When_the_embedded_worker_is_killed
{
    private const int Orders = 60;
    private const int Kills = 4;

    [Test]
    public async Task Should_end_every_accepted_order_after_it_starts_again()
    {
        var file = Path.Combine(Path.GetTempPath(), $"sagas-killed-{MassTransit.NewId.Next():N}.db");
        await using var worker = new WorkerProcess([
            $"--Sagas:Database:ConnectionString=Data Source={file}",
            // Slow gateways: orders are in flight when the worker dies.
            "--Sagas:Simulator:DelayPercent=100",
            "--Sagas:Simulator:DelayMilliseconds=300",
        ]);
        var inFlightAtKill = new List<long>();
        for (var round = 0; round < Kills; round++)
        {
            await (round == 0 ? worker.Start() : worker.Restarted());
            for (var order = 0; order < Orders / Kills; order++)
            {
                using var answer = await worker.Post("orders", SampleOrder.Json($"K-{round}-{order}"));
                Assert.That(
                    (int)answer.StatusCode,
                    Is.EqualTo(202),
                    await answer.Content.ReadAsStringAsync()
                );
            }

            worker.Process.Kill();
            await worker.Process.WaitForExit(TimeSpan.FromSeconds(10));
            inFlightAtKill.Add(
                Orders / Kills * (round + 1)
                    - await Count(file, "select count(*) from saga where ended_at is not null")
            );
        }

        await worker.Restarted();
        await Eventually.Get(
            $"{Orders} ended orders",
            TimeSpan.FromMinutes(1),
            () => Count(file, "select count(*) from saga where ended_at is not null"),
            ended => ended == Orders
        );

        TestContext.Out.WriteLine($"in flight at each kill: {string.Join(", ", inFlightAtKill)}");
        Assert.That(inFlightAtKill, Has.Some.GreaterThan(0), "no kill came while an order was in flight");
        await Eventually.Get(
            "an empty outbox",
            TimeSpan.FromSeconds(20),
            () => Count(file, "select count(*) from outbox"),
            rows => rows == 0
        );
        Assert.Multiple(async () =>
        {
            Assert.That(await Count(file, "select count(*) from saga"), Is.EqualTo(Orders));
            Assert.That(await Count(file, "select count(*) from timer"), Is.Zero);
            Assert.That(
                await Count(
                    file,
                    "select count(*) from stock_item where initial <> on_hand + reserved + shipped or reserved <> 0"
                ),
                Is.Zero
            );
            Assert.That(
                await Count(file, "select coalesce(sum(captured_minor - refunded_minor), 0) from payment"),
                Is.EqualTo(
                    SampleOrder.AmountMinor
                        * await Count(file, "select count(*) from saga where state = 'Completed'")
                )
            );
            Assert.That(
                await Count(file, "select sum(shipped) from stock_item"),
                Is.EqualTo(
                    SampleOrder.Quantity
                        * await Count(file, "select count(*) from saga where state = 'Completed'")
                )
            );
        });
    }

    private static async Task<long> Count(string file, string sql)
    {
        await using var connection = new SqliteConnection(
            $"Data Source={file};Pooling=False;Default Timeout=20"
        );
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
