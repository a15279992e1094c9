using Microsoft.Extensions.Options;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Worker.Configuration;
using Sagas.Worker.Startup;

namespace Sagas.Worker.Hosting;

/// <summary>The gateways' simulator, where this worker runs one; stands in for each gateway that is not configured.</summary>
internal sealed class Simulation(SagasOptions options)
    : IPostConfigureOptions<GatewayOptions>,
        IAsyncDisposable
{
    private GatewaySimulator? _simulator;

    /// <summary>Where the simulated gateways of an embedded database keep their ledger.</summary>
    public static string LedgerOf(string databaseFile) => databaseFile + ".gateways";

    /// <summary>
    /// Whoever removes an embedded database begins anew: a ledger that stayed behind knows orders that nobody has any more.
    /// To be called before the database is created.
    /// </summary>
    public static void ForgetLost(SagasOptions options)
    {
        if (options.Worker.Profile != Profile.Embedded)
        {
            return;
        }

        var file = EmbeddedLock.FileOf(options.Database);
        if (!File.Exists(file) && File.Exists(LedgerOf(file)))
        {
            File.Delete(LedgerOf(file));
        }
    }

    /// <summary>Before the host, for the gateways' addresses are part of its options.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        if (options.RunsSimulator)
        {
            if (options.Simulator.LedgerFile.Length == 0 && options.Worker.Profile == Profile.Embedded)
            {
                options.Simulator.LedgerFile = LedgerOf(EmbeddedLock.FileOf(options.Database));
            }

            _simulator = await GatewaySimulator.StartAsync(
                options.Simulator,
                cancellationToken: cancellationToken
            );
        }
    }

    public void PostConfigure(string? name, GatewayOptions options)
    {
        if (options.Gateway.Length == 0 && _simulator is { } simulator)
        {
            options.Gateway = simulator.Address.ToString();
        }
    }

    /// <summary>The container calls this after the host has stopped, when nothing calls a gateway any more.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _simulator, null) is { } simulator)
        {
            await simulator.DisposeAsync();
        }
    }
}
