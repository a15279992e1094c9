using System.CommandLine;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Operations;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Commands;

/// <summary><c>sagas gateways</c>: the simulated payment provider and carrier, alone.</summary>
internal static class GatewaysCommand
{
    private const int HighestPort = 65_535;

    public static Command Describe(Session session)
    {
        var port = new Option<int?>("--port")
        {
            Description = "On 127.0.0.1; 0 takes a free one. Default: the address in Sagas:Http:Address.",
            HelpName = "port",
        };
        var seed = new Option<int?>("--seed")
        {
            Description =
                "Another seed is another world of refusals, errors and delays. Default: Sagas:Simulator:Seed.",
            HelpName = "number",
        };
        var command = new Command(
            "gateways",
            "Run the simulated payment and shipping gateways alone; they refuse, fail and delay by seed."
        )
        {
            port,
            seed,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                Run(session, parsed.GetValue(port), parsed.GetValue(seed), cancellationToken)
        );
        return command;
    }

    private static async Task<int> Run(
        Session session,
        int? port,
        int? seed,
        CancellationToken cancellationToken
    )
    {
        if (port is < 0 or > HighestPort)
        {
            throw new RefusedException(
                $"--port is {port}. Give 0 to {HighestPort}.",
                RefusedException.WrongUsage
            );
        }

        await using var app = session.BuildDatabaseOnly();
        var options = app.Services.GetRequiredService<SagasOptions>();
        options.Simulator.Seed = seed ?? options.Simulator.Seed;
        var url = port is { } given ? $"http://127.0.0.1:{given}" : options.Http.Address;
        await using var simulator = await GatewaySimulator.StartAsync(
            options.Simulator,
            url,
            cancellationToken
        );
        session.Screen.Line(
            $"Gateways at {simulator.Address}, seed {options.Simulator.Seed}: POST /captures, /refunds, /shipments; GET /ledger."
        );
        await simulator.WaitForShutdown(cancellationToken);
        return ExitCode.Fine;
    }
}
