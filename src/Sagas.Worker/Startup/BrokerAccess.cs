using Sagas.Messaging;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Startup;

/// <summary>
/// The broker must let us in. One that is not there yet is waited for, and said so; one that refuses us is not, for that
/// does not pass by itself.
/// </summary>
internal static partial class BrokerAccess
{
    private static readonly TimeSpan TryEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    public static async Task Check(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<SagasOptions>();
        if (options.Worker.Profile == Profile.Embedded)
        {
            return;
        }

        var (broker, clock) = (options.Broker, services.GetRequiredService<TimeProvider>());
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(BrokerAccess));
        var (started, nextLine) = (clock.GetTimestamp(), TimeSpan.Zero);
        while (await BrokerProbe.Try(broker, cancellationToken) is var answer and not BrokerAnswer.Welcome)
        {
            var waited = clock.GetElapsedTime(started);
            if (answer == BrokerAnswer.Refused || waited >= TimeSpan.FromSeconds(broker.WaitSeconds))
            {
                throw new StartUpException(answer == BrokerAnswer.Refused ? Refused(broker) : Silent(broker));
            }

            if (waited >= nextLine)
            {
                LogWaiting(logger, broker.Host, broker.Port, (int)waited.TotalSeconds, broker.WaitSeconds);
                nextLine = waited + TellEvery;
            }

            await Task.Delay(TryEvery, clock, cancellationToken);
        }
    }

    private static string Refused(BrokerOptions broker) =>
        $"RabbitMQ at {broker.Host}:{broker.Port} refuses user \"{broker.User}\" for virtual host \"{broker.VirtualHost}\". "
        + "Check Sagas:Broker:User, Password and VirtualHost.";

    private static string Silent(BrokerOptions broker) =>
        $"RabbitMQ at {broker.Host}:{broker.Port} does not answer, after {broker.WaitSeconds} s. Start it, or check "
        + "Sagas:Broker:Host and Port; Sagas:Broker:WaitSeconds is how long to wait.";

    [LoggerMessage(
        3001,
        LogLevel.Warning,
        "Waiting for RabbitMQ at {Host}:{Port}, which does not answer: {Waited} of {Patience} s."
    )]
    private static partial void LogWaiting(ILogger logger, string host, int port, int waited, int patience);
}
