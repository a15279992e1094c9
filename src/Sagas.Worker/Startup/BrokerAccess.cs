using System.Diagnostics;
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
    private const int TriesBetweenLines = 5;

    public static async Task Check(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<SagasOptions>();
        if (options.Worker.Profile == Profile.Embedded)
        {
            return;
        }

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(BrokerAccess));
        var started = Stopwatch.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            switch (await BrokerProbe.Try(options.Broker, cancellationToken))
            {
                case BrokerAnswer.Welcome:
                    return;
                case BrokerAnswer.Refused:
                    throw new StartUpException(
                        $"RabbitMQ at {options.Broker.Host}:{options.Broker.Port} refuses user \"{options.Broker.User}\" for virtual host "
                            + $"\"{options.Broker.VirtualHost}\". Check Sagas:Broker:User, Password and VirtualHost."
                    );
            }

            if (Stopwatch.GetElapsedTime(started) >= TimeSpan.FromSeconds(options.Broker.WaitSeconds))
            {
                throw new StartUpException(
                    $"RabbitMQ at {options.Broker.Host}:{options.Broker.Port} does not answer, after {options.Broker.WaitSeconds} s. Start it, "
                        + "or check Sagas:Broker:Host and Port; Sagas:Broker:WaitSeconds is how long to wait."
                );
            }

            if (tries % TriesBetweenLines == 0)
            {
                LogWaiting(logger, options.Broker.Host, options.Broker.Port);
            }

            await Task.Delay(TryEvery, cancellationToken);
        }
    }

    [LoggerMessage(
        3001,
        LogLevel.Warning,
        "Waiting for RabbitMQ at {Host}:{Port}, which does not answer yet."
    )]
    private static partial void LogWaiting(ILogger logger, string host, int port);
}
