using Microsoft.AspNetCore.Connections;
using Sagas.Worker.Configuration;
using Sagas.Worker.Startup;

namespace Sagas.Worker.Hosting;

/// <summary>The life of a worker: checks, start, work, graceful stop.</summary>
internal static class StartUp
{
    /// <summary>Returns when the worker was asked to stop and has finished what it had in hand.</summary>
    /// <returns>The exit code: not fine when a part of the worker died while it ran.</returns>
    /// <exception cref="StartUpException">It cannot start.</exception>
    public static async Task<int> Run(WebApplication app, CancellationToken cancellationToken)
    {
        IDisposable? hold = null;
        try
        {
            await using (app)
            {
                hold = await Start(app, cancellationToken);
                await app.WaitForShutdownAsync(cancellationToken);
                return HasDied(app.Services) ? ExitCode.Failed : ExitCode.Fine;
            }
        }
        finally
        {
            // After the app, which has more files open beside the database.
            hold?.Dispose();
        }
    }

    /// <summary>Checks and starts; the caller stops the app and then disposes of the hold on its database.</summary>
    /// <exception cref="StartUpException">It cannot start.</exception>
    public static async Task<IDisposable?> Start(WebApplication app, CancellationToken cancellationToken)
    {
        var hold = EmbeddedLock.Take(app.Services);
        try
        {
            Simulation.ForgetLost(app.Services.GetRequiredService<SagasOptions>());
            await StartupChecks.Run(app.Services, cancellationToken);
            await app.Services.GetRequiredService<Simulation>().Start(cancellationToken);
            await app.StartAsync(cancellationToken);
            return hold;
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            hold?.Dispose();
            throw HttpPort.Unusable(app.Services, failure);
        }
        catch
        {
            hold?.Dispose();
            throw;
        }
    }

    /// <summary>A background service that throws stops the host, which logs it and says no more.</summary>
    private static bool HasDied(IServiceProvider services) =>
        services
            .GetServices<IHostedService>()
            .OfType<BackgroundService>()
            .Any(service => service.ExecuteTask is { IsFaulted: true });
}
