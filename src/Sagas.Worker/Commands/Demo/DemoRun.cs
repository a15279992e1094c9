using System.Diagnostics;
using System.Globalization;
using Sagas.Core.Decisions;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Placing;
using Sagas.Operations.Screens;
using Sagas.Operations.Verbs;
using Sagas.Orchestration.History;
using Sagas.Storage;
using Sagas.Worker.Commands.Placing;

namespace Sagas.Worker.Commands.Demo;

/// <summary>A worker on a file of its own and simulated gateways, and sample orders that run through them.</summary>
internal sealed class DemoRun(Session session, int orderCount, int seed)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public async Task<DemoResult> Run(DemoFile file, CancellationToken cancellationToken)
    {
        session.Screen.Line(
            $"{Figures.Of(orderCount)} orders, with gateways that refuse, fail and delay (seed {seed})."
        );
        var orders = SampleOrders.Generate(orderCount, seed);
        await using var gateways = await GatewaySimulator.StartAsync(
            new SimulatorOptions { Seed = seed },
            cancellationToken: cancellationToken
        );
        var worker = session.BuildQuietWorker(Settings(file, gateways));
        await using var target = await PlaceTarget.Host(worker, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var following = await Display.Run(
            session.Screen,
            isSilent: false,
            "orders",
            display => Follow(target.Services, orders, display, cancellationToken)
        );
        var duration = Stopwatch.GetElapsedTime(started);
        var audit = await new Auditor(target.Services.GetRequiredService<Database>()).Run(
            orders,
            gateways.Report(),
            cancellationToken
        );
        var story = await Story(target.Services.GetRequiredService<ISagaReader>(), cancellationToken);
        return new(orders.Count, following.Outcomes, following.Open, audit, story, duration);
    }

    private static async Task<Following> Follow(
        IServiceProvider services,
        IReadOnlyList<PlaceOrder> orders,
        IDisplay display,
        CancellationToken cancellationToken
    )
    {
        var intake = new Intake<PlaceOrder>(
            services.GetRequiredService<ISagaPlacing<PlaceOrder>>(),
            display.Placed
        );
        foreach (var order in orders)
        {
            await intake.Take(order, cancellationToken);
        }

        await intake.Finish(cancellationToken);
        var following = new Following(
            services.GetRequiredService<ISagaReader>(),
            services.GetRequiredService<TimeProvider>(),
            new OrderSaga().Name
        );
        await following.Follow(intake.Sagas, Timeout, display.Looked, cancellationToken);
        return following;
    }

    /// <summary>Of a saga that had most to undo.</summary>
    private static async Task<ShowHistory.Story?> Story(
        ISagaReader reader,
        CancellationToken cancellationToken
    )
    {
        var undone = await reader.List(new SagaFilter(State: StateName.Compensated), cancellationToken);
        return undone.MaxBy(saga => saga.Version) is { } longest
            ? await ShowHistory.Tell(reader, longest, cancellationToken)
            : null;
    }

    private static Dictionary<string, string?> Settings(DemoFile file, GatewaySimulator gateways) =>
        new()
        {
            ["Sagas:Profile"] = "Embedded",
            ["Sagas:Database:Provider"] = "Sqlite",
            ["Sagas:Database:ConnectionString"] = file.ConnectionString,
            ["Sagas:Inventory:OpeningStock"] = SampleOrders.OpeningStock.ToString(
                CultureInfo.InvariantCulture
            ),
            ["Sagas:Simulator:Enabled"] = "false",
            ["Sagas:Payments:Gateway"] = gateways.Address.ToString(),
            ["Sagas:Shipping:Gateway"] = gateways.Address.ToString(),
        };
}
