using Sagas.Orchestration.Schema;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;
using Sagas.Worker.Startup;

namespace Sagas.Worker.Commands.Placing;

/// <summary>
/// The database that orders are placed into, and the worker that this command hosts where nobody else would.
/// </summary>
/// <remarks>
/// 1. Embedded, no worker has the file, and somebody waits: a worker in this process.
/// 2. Embedded, no worker has the file, and nobody waits: tables are made, the orders wait for a worker.
/// 3. A worker has the file, or the profile is distributed: the orders go into the outbox, and that worker sends them.
/// </remarks>
internal sealed class PlaceTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDisposable? _hold;

    private PlaceTarget(WebApplication app, bool hostsWorker, IDisposable? hold)
    {
        _app = app;
        _hold = hold;
        HostsWorker = hostsWorker;
    }

    public IServiceProvider Services => _app.Services;

    public bool HostsWorker { get; }

    public static async Task<PlaceTarget> Open(
        Session session,
        bool waits,
        CancellationToken cancellationToken
    )
    {
        var isFree = await IsFree(session);
        if (isFree && waits)
        {
            return await Host(session.BuildQuietWorker(), cancellationToken);
        }

        var app = session.BuildDatabaseOnly();
        if (isFree)
        {
            Simulation.ForgetLost(app.Services.GetRequiredService<SagasOptions>());
            await app.Services.GetRequiredService<ISchema>().Migrate(cancellationToken);
        }
        else
        {
            await DatabaseSetting.RequireTables(app.Services, cancellationToken);
        }

        return new(app, hostsWorker: false, hold: null);
    }

    /// <summary>Starts a worker that is stopped with the result.</summary>
    public static async Task<PlaceTarget> Host(WebApplication worker, CancellationToken cancellationToken)
    {
        try
        {
            return new(worker, hostsWorker: true, await StartUp.Start(worker, cancellationToken));
        }
        catch
        {
            await worker.DisposeAsync();
            throw;
        }
    }

    /// <remarks>
    /// Asynchronous all through, so that what MassTransit keeps for the flow of control (its logger) ends with this app.
    /// </remarks>
    private static async Task<bool> IsFree(Session session)
    {
        await using var app = session.BuildDatabaseOnly();
        var options = app.Services.GetRequiredService<SagasOptions>();
        return options.Worker.Profile == Profile.Embedded
            && !EmbeddedLock.IsHeld(EmbeddedLock.FileOf(options.Database));
    }

    public async ValueTask DisposeAsync()
    {
        if (HostsWorker)
        {
            await _app.StopAsync();
        }

        await _app.DisposeAsync();
        _hold?.Dispose();
    }
}
