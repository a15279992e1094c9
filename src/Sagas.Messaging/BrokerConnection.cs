using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Sagas.Messaging;

/// <summary>A connection beside the bus's own, for questions and declarations.</summary>
internal static class BrokerConnection
{
    /// <summary>Longer than any broker needs that is well.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The most that RabbitMQ can be told to take. A client that takes less closes its connection over the message, which comes
    /// back, and again, and takes along whatever else the connection had at hand, up to the queue's delivery limit.
    /// </summary>
    public const uint LargestMessage = 512 * 1024 * 1024;

    /// <summary>
    /// A broker from which nothing was heard for twice as long is away, though the connection was never closed. What RabbitMQ's own
    /// guide calls safe: 5 to 20 s.
    /// </summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <param name="name">As the broker shows it.</param>
    public static ConnectionFactory Factory(BrokerOptions options, string name = "sagas-view") =>
        new()
        {
            HostName = options.Host,
            Port = options.Port,
            VirtualHost = options.VirtualHost,
            UserName = options.User,
            Password = options.Password,
            RequestedConnectionTimeout = Patience,
            RequestedHeartbeat = Heartbeat,
            AutomaticRecoveryEnabled = false,
            ClientProvidedName = name,
            MaxInboundMessageBodySize = LargestMessage,
        };

    /// <summary>What the client throws when the broker is away, goes away, or takes too long.</summary>
    public static bool IsAway(Exception failure) =>
        failure
            is BrokerUnreachableException
                or OperationInterruptedException
                or IOException
                or TimeoutException
                or ObjectDisposedException
                or OperationCanceledException;
}
