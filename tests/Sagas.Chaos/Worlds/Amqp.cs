using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Sagas.Chaos.Worlds;

/// <summary>The run's own way to the broker, past every bad link.</summary>
internal sealed class Amqp(Uri address)
{
    private const string Envelope = "application/vnd.masstransit+json";
    private static readonly CreateChannelOptions Confirms = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    private readonly ConnectionFactory _factory = new()
    {
        Uri = address,
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
    };

    public string Host => address.Host;

    public int Port => address.Port;

    /// <summary>What the client throws when the broker is away, or goes away.</summary>
    public static bool IsAway(Exception failure) =>
        failure is RabbitMQClientException or IOException or OperationCanceledException;

    /// <summary>Returns when the broker has confirmed it.</summary>
    /// <param name="exchange">Empty: to the queue that the routing key names, which must be there.</param>
    public async Task Publish(
        string exchange,
        string routingKey,
        string body,
        Guid messageId,
        Dictionary<string, object?>? headers = null
    )
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(Confirms);
        var properties = new BasicProperties
        {
            ContentType = Envelope,
            MessageId = messageId.ToString(),
            Persistent = true,
            Headers = headers,
        };
        await channel.BasicPublishAsync(
            exchange,
            routingKey,
            mandatory: exchange.Length == 0,
            properties,
            Encoding.UTF8.GetBytes(body)
        );
        await connection.CloseAsync();
    }

    /// <summary>Every message of a queue, by id and body; they are put back.</summary>
    public async Task<IReadOnlyList<(string Id, string Body)>> Look(string queue)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var found = new List<(string, string)>();
        try
        {
            while (await channel.BasicGetAsync(queue, autoAck: false) is { } message)
            {
                found.Add(
                    (message.BasicProperties.MessageId ?? "", Encoding.UTF8.GetString(message.Body.Span))
                );
            }
        }
        catch (OperationInterruptedException)
        {
            // There is no such queue.
        }

        return found;
    }
}
