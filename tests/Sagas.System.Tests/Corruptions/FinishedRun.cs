using System.Net.Http.Json;
using System.Text.Json;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.TestKit;
using Sagas.TestKit.Processes;
using Sagas.TestKit.Services;

namespace Sagas.SystemTests.Corruptions;

/// <summary>
/// A true run that has ended: the saga in one process and database, its participants in another, some hundred orders of every
/// outcome, with repetitions, conflicts, bad orders, cancellations, and a dead letter. The checker's description of it is beside it.
/// </summary>
internal sealed class FinishedRun : IAsyncDisposable
{
    public const string RefusedKey = "BAD-1";
    public const string ConflictKey = "O-3";
    public const long ConflictAmountMinor = 77;
    private const int Orders = 240;
    private const int Cancelled = 12;
    private const int AtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<object> _journal = [];
    private readonly List<object> _requests = [];
    private readonly HttpClient _http = new();

    private FinishedRun(TestPostgres orchestrator, TestPostgres ledgers, TestBroker broker)
    {
        (Orchestrator, Ledgers) = (orchestrator, ledgers);
        Broker = broker;
        _owned.AddRange([orchestrator, ledgers, broker]);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("sagas-finished-").FullName;

    public TestPostgres Orchestrator { get; }

    public TestPostgres Ledgers { get; }

    public IReadOnlyList<Victim> Completed { get; private set; } = [];

    /// <summary>Their shipment was refused, so that money and stock went back.</summary>
    public IReadOnlyList<Victim> Undone { get; private set; } = [];

    /// <summary>Their payment was declined.</summary>
    public IReadOnlyList<Victim> Declined { get; private set; } = [];

    private TestBroker Broker { get; }

    public static async Task<FinishedRun> Make()
    {
        var run = new FinishedRun(
            await TestPostgres.Create(),
            await TestPostgres.Create(),
            await TestBroker.Create()
        );
        var simulator = await GatewaySimulator.StartAsync(
            new SimulatorOptions
            {
                Seed = 11,
                DeclinePercent = 20,
                RefusalPercent = 10,
            }
        );
        run._owned.Add(simulator);
        string[] saga = [.. run.Settings(run.Orchestrator, simulator), "--Sagas:Roles:0=order"];
        string[] participants =
        [
            .. run.Settings(run.Ledgers, simulator),
            "--Sagas:Roles:0=inventory",
            "--Sagas:Roles:1=payments",
            "--Sagas:Roles:2=shipping",
        ];
        await Task.WhenAll(Command(["migrate", .. saga]), Command(["migrate", .. participants]));
        var workers = new[] { new WorkerProcess(saga), new WorkerProcess(participants) };
        try
        {
            await Task.WhenAll(workers.Select(worker => worker.Start()));
            await run.CancelSome(saga, workers[0]);
            await run.PlaceMany(workers[0]);
            await run.Broker.Publish("payments", "{ \"half\": ", "application/vnd.masstransit+json");
            await run.ComeToRest();
            foreach (var worker in workers)
            {
                worker.Process.Terminate();
                await worker.Process.WaitForExit(Patience);
            }
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }

        await RunFolder.Write(
            run.Folder,
            "a finished run",
            run._journal,
            run._requests,
            run.Orchestrator,
            run.Ledgers,
            run.Broker,
            simulator.Report()
        );
        await run.ChooseVictims();
        return run;
    }

    public string PathOf(string file) => Path.Combine(Folder, file);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var owned in Enumerable.Reverse(_owned))
        {
            await owned.DisposeAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }

    private string[] Settings(TestPostgres database, GatewaySimulator simulator) =>
        [
            "--Sagas:Profile=Distributed",
            "--Sagas:Database:Provider=Postgres",
            $"--Sagas:Database:ConnectionString={database.ConnectionString}",
            $"--Sagas:Broker:Host={Broker.Host}",
            $"--Sagas:Broker:Port={Broker.Port}",
            $"--Sagas:Broker:VirtualHost={Broker.VirtualHost}",
            $"--Sagas:Payments:Gateway={simulator.Address}",
            $"--Sagas:Shipping:Gateway={simulator.Address}",
        ];

    private static async Task Command(params string[] arguments)
    {
        await using var command = await SagasProcess.Run(Patience, arguments);
        Assert.That(command.ExitCode, Is.Zero, command.Said());
    }

    /// <summary>While their payments are held they wait in the middle, where they can still be cancelled.</summary>
    private async Task CancelSome(string[] settings, WorkerProcess worker)
    {
        await Command(["hold", "--participant", "payments", "--reason", "maintenance", .. settings]);
        // Workers look for holds once a second, and nothing tells when they have.
        await Task.Delay(TimeSpan.FromSeconds(3));
        for (var number = 0; number < Cancelled; number++)
        {
            await Place(worker, Order($"C-{number}", number));
        }

        await Eventually.Get(
            "orders that wait for their payment",
            Patience,
            () => Orchestrator.Count("select count(*) from saga where state = 'payment'"),
            waiting => waiting == Cancelled
        );
        for (var number = 0; number < Cancelled; number++)
        {
            var request = MassTransit.NewId.NextGuid();
            using var message = new HttpRequestMessage(
                HttpMethod.Post,
                new Uri(worker.Address, $"sagas/C-{number}/cancel")
            );
            message.Headers.Add("Idempotency-Key", request.ToString());
            message.Content = JsonContent.Create(new { by = "ann", reason = "customer called" });
            using var answer = await _http.SendAsync(message);
            Assert.That((int)answer.StatusCode, Is.EqualTo(200), await answer.Content.ReadAsStringAsync());
            _requests.Add(new { requestId = request, outcome = "ok" });
        }

        await Command([
            "release",
            "--participant",
            "payments",
            "--reason",
            "done",
            "--rate",
            "100",
            .. settings,
        ]);
    }

    private async Task PlaceMany(WorkerProcess worker)
    {
        using var gate = new SemaphoreSlim(AtOnce);
        await Task.WhenAll(
            Enumerable
                .Range(0, Orders)
                .Select(async number =>
                {
                    await gate.WaitAsync();
                    try
                    {
                        await Place(worker, Order($"O-{number}", number));
                    }
                    finally
                    {
                        gate.Release();
                    }
                })
        );
        await Place(worker, Order("O-4", 4));
        await Place(
            worker,
            Order(ConflictKey, 3) with
            {
                Lines = [new("SKU-0", 7, ConflictAmountMinor / 7)],
            }
        );
        await Place(worker, Order(RefusedKey, 0) with { Lines = [] });
        // Nobody listens there: it may have been taken for all that its sender knows.
        await using var nobody = new WorkerProcess([]);
        await Place(nobody, Order("U-1", 1));
    }

    private static OrderSent Order(string key, int number) =>
        new(
            key,
            number % 5 == 0 ? "EUR" : "GBP",
            [
                .. Enumerable
                    .Range(0, 1 + number % 3)
                    .Select(line => new LineSent(
                        $"SKU-{(number + line) % 20}",
                        1 + number % 4,
                        150 + number
                    )),
            ]
        );

    private async Task Place(WorkerProcess worker, OrderSent order)
    {
        Write(order, "sent");
        try
        {
            using var answer = await worker.Post("orders", order.Json());
            var status = (int)answer.StatusCode;
            Write(
                order,
                status is 200 or 202 ? "ok"
                    : status is 400 or 409 ? "failed"
                    : "unknown"
            );
        }
        catch (HttpRequestException)
        {
            Write(order, "unknown");
        }
    }

    private void Write(OrderSent order, string outcome)
    {
        lock (_journal)
        {
            _journal.Add(
                new
                {
                    at = TimeProvider.System.GetUtcNow(),
                    key = order.Key,
                    tenant = "",
                    outcome,
                    amountMinor = order.AmountMinor,
                    currency = order.Currency,
                    lines = order.Lines,
                    fingerprint = order.Json(),
                }
            );
        }
    }

    private async Task ComeToRest()
    {
        await Eventually.Get(
            "the end of all orders",
            Patience,
            () => Orchestrator.Count("select count(*) from saga where ended_at is not null"),
            ended => ended == Orders + Cancelled
        );
        await Eventually.Get(
            "empty outboxes",
            Patience,
            async () =>
                await Orchestrator.Count("select count(*) from outbox")
                + await Ledgers.Count("select count(*) from outbox"),
            rows => rows == 0
        );
        await Eventually.Get(
            "a letter in its queue and in the index",
            Patience,
            async () =>
                (
                    await Broker.Depth("payments_error"),
                    await Ledgers.Count("select count(*) from dead_letter")
                ),
            found => found == (1, 1)
        );
    }

    private async Task ChooseVictims()
    {
        var sagas = (
            await Orchestrator.Query(
                "select business_key, id from saga",
                row => (row.GetString(0), row.GetGuid(1))
            )
        ).ToDictionary(row => row.Item2, row => row.Item1);
        async Task<IReadOnlyList<Victim>> Of(string from, string where) =>
            [
                .. (
                    await Ledgers.Query(
                        $"select distinct it.order_id from {from} it where {where} order by it.order_id",
                        row => row.GetGuid(0)
                    )
                ).Select(id => Victim.Of(sagas[id])),
            ];
        const string Released =
            "exists (select 1 from stock_reservation s where s.order_id = it.order_id and s.state = 'Released')";
        Completed = await Of("shipment", "it.state = 'Arranged'");
        Undone = await Of("shipment", $"it.state = 'Refused' and {Released}");
        Declined = await Of("payment", $"it.state = 'Declined' and {Released}");
    }
}

/// <summary>An order, and where its effects are.</summary>
internal sealed record Victim(string Key, Guid Saga, Guid Stock, Guid Payment, Guid Shipment)
{
    public static Victim Of(string key)
    {
        var ids = OrderIds.Of(key);
        return new(
            key,
            ids.Order,
            ids.Reservation,
            ids.Payment,
            Sagas.Core.DerivedId.OfEffect(ids.Order, "shipment")
        );
    }
}

internal sealed record LineSent(string Sku, long Quantity, long UnitPriceMinor);

internal sealed record OrderSent(string Key, string Currency, IReadOnlyList<LineSent> Lines)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public long AmountMinor => Lines.Sum(line => line.Quantity * line.UnitPriceMinor);

    public string Json() =>
        JsonSerializer.Serialize(
            new
            {
                key = Key,
                customer = "17850",
                country = "France",
                currency = Currency,
                lines = Lines,
            },
            Web
        );
}
