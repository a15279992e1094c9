using Sagas.Orchestration.Schema;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Startup;

/// <summary>The database must answer and have our tables. The embedded profile makes its own.</summary>
internal static class DatabaseSchema
{
    public static async Task Check(IServiceProvider services, CancellationToken cancellationToken)
    {
        var schema = services.GetRequiredService<ISchema>();
        try
        {
            if (services.GetRequiredService<SagasOptions>().Worker.Profile == Profile.Embedded)
            {
                await schema.Migrate(cancellationToken);
                return;
            }

            var pending = await schema.Pending(cancellationToken);
            if (pending.Count > 0)
            {
                throw new StartUpException(
                    $"The database lacks {pending.Count} of our migrations, from {pending[0]} on. Run `sagas migrate` with the same settings."
                );
            }
        }
        catch (DatabaseUnavailableException failure)
        {
            throw new StartUpException(failure.Message, inner: failure);
        }
    }
}
