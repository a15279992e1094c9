using Sagas.Orchestration.Clocks;

namespace Sagas.Worker.Startup;

/// <summary>From the first message on, times are the database's.</summary>
internal static class DatabaseTime
{
    public static Task Check(IServiceProvider services, CancellationToken cancellationToken) =>
        services
            .GetRequiredService<DatabaseClock>()
            .Read(services.GetRequiredService<IClockStore>(), cancellationToken);
}
