using Sagas.Worker.Startup;

namespace Sagas.Worker.Hosting;

/// <summary>The life of a worker: checks, start, work, graceful stop.</summary>
internal static class WorkerRun
{
    /// <summary>Returns when the worker was asked to stop and has finished what it had in hand.</summary>
    /// <exception cref="StartUpException">It cannot start.</exception>
    public static async Task Run(WebApplication app, CancellationToken cancellationToken)
    {
        await using (app)
        {
            using var claim = await Start(app, cancellationToken);
            await app.WaitForShutdownAsync(cancellationToken);
        }
    }

    /// <summary>Checks and starts; the caller stops the app and then disposes of the claim on its database.</summary>
    /// <exception cref="StartUpException">It cannot start.</exception>
    public static async Task<IDisposable?> Start(WebApplication app, CancellationToken cancellationToken)
    {
        var claim = EmbeddedClaim.Take(app.Services);
        try
        {
            foreach (var check in StartupChecks.All)
            {
                await check(app.Services, cancellationToken);
            }

            await app.StartAsync(cancellationToken);
            return claim;
        }
        catch (IOException failure)
            when (failure.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            claim?.Dispose();
            throw HttpPort.InUse(app.Services);
        }
        catch
        {
            claim?.Dispose();
            throw;
        }
    }
}
