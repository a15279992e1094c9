namespace Sagas.Worker.Startup;

/// <summary>What must be right before a worker starts. Each check throws one line that says what to do.</summary>
internal static class StartupChecks
{
    private delegate Task Check(IServiceProvider services, CancellationToken cancellationToken);

    private static readonly Check[] OfDatabase = [DatabaseSchema.Check, DatabaseTime.Check];
    private static readonly Check[] OfBus = [OutboxCapture.Check, BrokerAccess.Check];

    /// <summary>
    /// The database's model and the bus are each made at their first use, which keeps a processor busy for most of a second: so both are
    /// seen to at the same time. What is wrong with the database is told first; queues are declared when all else is well.
    /// </summary>
    /// <exception cref="Hosting.StartUpException">Something is wrong.</exception>
    public static async Task Run(IServiceProvider services, CancellationToken cancellationToken)
    {
        await HttpPort.Check(services, cancellationToken);
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var bus = Task.Run(() => InTurn(OfBus, services, others.Token), CancellationToken.None);
        try
        {
            await InTurn(OfDatabase, services, cancellationToken);
        }
        catch
        {
            await others.CancelAsync();
            await bus.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await bus;
        await ErrorPath.Check(services, cancellationToken);
    }

    private static async Task InTurn(
        IEnumerable<Check> checks,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        foreach (var check in checks)
        {
            await check(services, cancellationToken);
        }
    }
}
