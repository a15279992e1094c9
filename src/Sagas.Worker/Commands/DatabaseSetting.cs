using Sagas.Fulfilment;
using Sagas.Operations;
using Sagas.Operations.Verbs;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.Schema;
using Sagas.Storage;
using Sagas.Worker.Startup;

namespace Sagas.Worker.Commands;

/// <summary>Lends the verbs the services around the configured database.</summary>
internal sealed class DatabaseSetting(Session session) : IVerbSetting
{
    public Catalogue Catalogue { get; } = FulfilmentCatalogue.Create();

    public async Task<T> Use<T>(Func<IServiceProvider, Task<T>> use, CancellationToken cancellationToken)
    {
        await using var app = session.BuildDatabaseOnly();
        await RequireTables(app.Services, cancellationToken);
        await DatabaseTime.Check(app.Services, cancellationToken);
        return await use(app.Services);
    }

    /// <exception cref="RefusedException">The database lacks tables.</exception>
    public static async Task RequireTables(IServiceProvider services, CancellationToken cancellationToken)
    {
        var pending = await services.GetRequiredService<ISchema>().Pending(cancellationToken);
        if (pending.Count > 0)
        {
            var target = services.GetRequiredService<Database>().Provider.Target;
            throw new RefusedException(
                $"The database {target} lacks {pending.Count} of our migrations, or is not there yet. Run \"sagas migrate\" with the "
                    + "same settings, or point Sagas:Database:ConnectionString at the right one."
            );
        }
    }
}
