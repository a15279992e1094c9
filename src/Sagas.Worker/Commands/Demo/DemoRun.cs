using System.Diagnostics;
using System.Globalization;
using Sagas.Core.Decisions;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Placing;
using Sagas.Fulfilment.Returns;
using Sagas.Operations.Screens;
using Sagas.Operations.Verbs;
using Sagas.Orchestration.History;
using Sagas.Orchestration.UnitsOfWork;
using Sagas.Storage;
using Sagas.Worker.Commands.Placing;

namespace Sagas.Worker.Commands.Demo;

/// <summary>A worker on a file of its own and simulated gateways, sample orders that run through them, and some that come back.</summary>
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
            new SimulatorOptions { Seed = seed, LedgerFile = file.LedgerPath },
            cancellationToken: cancellationToken
        );
        var worker = session.BuildQuietWorker(Settings(file, gateways));
        await using var target = await PlaceTarget.Host(worker, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var reader = target.Services.GetRequiredService<ISagaReader>();
        var placed = await Follow(
            target.Services,
            orders,
            "orders",
            _ => Task.CompletedTask,
            cancellationToken
        );
        var ended = await reader.Existing(
            new OrderSaga().Name,
            [.. orders.Select(order => OrderIds.Of(order.Key).Order)],
            cancellationToken
        );
        var returns = SampleReturns.Of(
            orders,
            ended.Where(IsCompleted).Select(saga => saga.BusinessKey!).ToHashSet()
        );
        var returned = await Follow(
            target.Services,
            returns,
            "returns",
            sagas => target.Services.GetRequiredService<GoodsArrivals>().Report(sagas, cancellationToken),
            cancellationToken
        );
        var duration = Stopwatch.GetElapsedTime(started);
        var audit = await new Auditor(target.Services.GetRequiredService<Database>()).Run(
            orders,
            returns,
            gateways.Report(),
            cancellationToken
        );
        return new(
            orders.Count,
            placed.Outcomes,
            returns.Count,
            returned.Outcomes,
            placed.Open + returned.Open,
            audit,
            await Story(reader, cancellationToken),
            duration
        );
    }

    /// <param name="accepted">What is done with the sagas before they are followed.</param>
    private Task<Following> Follow<TCommand>(
        IServiceProvider services,
        IReadOnlyList<TCommand> commands,
        string things,
        Func<IReadOnlyList<Guid>, Task> accepted,
        CancellationToken cancellationToken
    )
        where TCommand : class =>
        Display.Run(
            session.Screen,
            isSilent: false,
            things,
            async display =>
            {
                var placing = services.GetRequiredService<ISagaPlacing<TCommand>>();
                var intake = new Intake<TCommand>(placing, display.Placed);
                foreach (var command in commands)
                {
                    await intake.Take(command, cancellationToken);
                }

                await intake.Finish(cancellationToken);
                await accepted(intake.Sagas);
                var following = new Following(
                    services.GetRequiredService<ISagaReader>(),
                    services.GetRequiredService<TimeProvider>(),
                    placing.Saga
                );
                await following.Follow(intake.Sagas, Timeout, display.Looked, cancellationToken);
                return following;
            }
        );

    private static bool IsCompleted(SagaRecord saga) => saga.State == StateName.Completed;

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
