namespace Sagas.Worker.Startup;

/// <summary>What must be right before a worker starts, in this order. Each check throws one line that says what to do.</summary>
internal static class StartupChecks
{
    public static readonly IReadOnlyList<Func<IServiceProvider, CancellationToken, Task>> All =
    [
        HttpPort.Check,
        DatabaseSchema.Check,
        DatabaseTime.Check,
        OutboxCapture.Check,
        BrokerAccess.Check,
        ErrorPath.Check,
    ];
}
