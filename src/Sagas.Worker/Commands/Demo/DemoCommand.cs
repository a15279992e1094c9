using System.CommandLine;
using Sagas.Operations;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands.Demo;

/// <summary><c>sagas demo</c>: everything at once, with nothing installed.</summary>
internal static class DemoCommand
{
    private const int DefaultOrders = 200;
    private const int MostOrders = 10_000;
    private const int DefaultSeed = 1;

    public static Command Describe(Session session)
    {
        var orders = new Option<int>("--orders")
        {
            Description = $"How many, from 1 to {MostOrders}.",
            HelpName = "count",
            DefaultValueFactory = _ => DefaultOrders,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Another seed makes other orders, and other refusals, errors and delays.",
            HelpName = "number",
            DefaultValueFactory = _ => DefaultSeed,
        };
        var keep = new Option<string?>("--keep")
        {
            Description = "Keep the database in this new file, to look at single sagas afterwards.",
            HelpName = "file",
        };
        var command = new Command(
            "demo",
            "Run some hundred sample orders through a worker in this process, against simulated gateways that refuse, fail and "
                + "delay; then check that money and stock add up. Exit code 1: they do not."
        )
        {
            orders,
            seed,
            keep,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var demo = new DemoRun(session, Checked(parsed.GetValue(orders)), parsed.GetValue(seed));
                using var file = DemoFile.Open(parsed.GetValue(keep));
                var result = await demo.Run(file, cancellationToken);
                DemoSummary.Show(result, file, session.Screen);
                return result.Holds ? ExitCode.Fine : ExitCode.Failed;
            }
        );
        return command;
    }

    private static int Checked(int orders) =>
        orders is >= 1 and <= MostOrders
            ? orders
            : throw new RefusedException(
                $"--orders is {orders}. Give 1 to {MostOrders}.",
                RefusedException.WrongUsage
            );
}
