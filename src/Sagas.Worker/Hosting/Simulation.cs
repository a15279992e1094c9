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
    private const string LedgerSuffix = ".gateways";

    private GatewaySimulator? _simulator;

    /// <summary>Before the host, for the gateways' addresses are part of its options.</summary>
    public async Task Start(CancellationToken cancellationToken)
    {
        if (options.RunsSimulator)
        {
            if (options.Simulator.LedgerFile.Length == 0 && options.Worker.Profile == Profile.Embedded)
            {
                options.Simulator.LedgerFile = EmbeddedLock.FileOf(options.Database) + LedgerSuffix;
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
