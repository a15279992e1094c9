using System.Net.Http.Headers;
using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Sagas.TestKit.Services;

/// <summary>A virtual host of its own on a real RabbitMQ, dropped at the end.</summary>
public sealed partial class TestBroker : IAsyncDisposable
{
    private const string Default = "amqp://guest:guest@127.0.0.1:5672/";
    private const string QueueType = "x-queue-type";
    private const int ManagementPort = 15672;

    private static readonly CreateChannelOptions Confirms = new(
        publisherConfirmationsEnabled: true,
        publisherConfirmationTrackingEnabled: true
    );

    private readonly HttpClient _management;
    private readonly ConnectionFactory _factory;
    private readonly List<string> _users = [];

    private TestBroker(Uri server, string virtualHost)
    {
        VirtualHost = virtualHost;
        Host = server.Host;
        Port = server.Port;
        _management = new HttpClient { BaseAddress = new Uri($"http://{server.Host}:{ManagementPort}/api/") };
        _management.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes(server.UserInfo))
        );
        _factory = new ConnectionFactory { Uri = server, VirtualHost = virtualHost };
    }

    public string Host { get; }

    public int Port { get; }

    public string VirtualHost { get; }

    /// <summary>The virtual host that every broker has, on a server that goes with the test and may lack the management plugin.</summary>
    public static TestBroker Of(Uri server) => new(server, "/");

    public static async Task<TestBroker> Create()
    {
        var server = new Uri(Environment.GetEnvironmentVariable("SAGAS_TEST_RABBITMQ") ?? Default);
        var broker = new TestBroker(server, $"test-{MassTransit.NewId.Next():N}");
        try
        {
            using var answer = await broker._management.PutAsync($"vhosts/{broker.VirtualHost}", null);
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException failure)
        {
            Requirement.Missing(
                $"RabbitMQ does not answer ({failure.Message}). Run infra/scripts/services start."
            );
        }

        return broker;
    }

    /// <summary>Consumers of a queue; 0 when there is no such queue.</summary>
    public async Task<uint> Consumers(string queue) => (await Declared(queue))?.ConsumerCount ?? 0;

    /// <summary>Messages in a queue, asked from the queue itself; 0 when there is no such queue.</summary>
    public async Task<uint> Depth(string queue) => (await Declared(queue))?.MessageCount ?? 0;

    /// <summary>Puts bytes into an exchange as they are.</summary>
    public Task Publish(
        string exchange,
        string body,
        string contentType,
        string? messageId = null,
        string routingKey = ""
    ) =>
        On(async channel =>
        {
            var properties = new BasicProperties
            {
                ContentType = contentType,
                MessageId = messageId,
                Persistent = true,
            };
            await channel.BasicPublishAsync(
                exchange,
                routingKey,
                true,
                properties,
                Encoding.UTF8.GetBytes(body)
            );
        });

    /// <summary>Puts bytes into a queue as they are, with as little said about them as is given.</summary>
    public async Task PublishBytes(string queue, byte[] body, string? contentType, string? messageId)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(Confirms);
        var properties = new BasicProperties { ContentType = contentType, MessageId = messageId };
        await channel.BasicPublishAsync("", queue, true, properties, body);
        await connection.CloseAsync();
    }

    /// <summary>
    /// Lets messages die as a worker would let them: they are moved, with a fault in their headers.
    /// </summary>
    /// <param name="fault">Of the message with this number: exception, message and stack.</param>
    /// <returns>How many there were.</returns>
    public async Task<int> Bury(string queue, Func<int, (string Type, string Message, string Stack)> fault)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(Confirms);
        var number = 0;
        for (; await channel.BasicGetAsync(queue, autoAck: false) is { } message; number++)
        {
            var (type, text, stack) = fault(number);
            var properties = new BasicProperties(message.BasicProperties)
            {
                Persistent = true,
                Headers = new Dictionary<string, object?>(
                    message.BasicProperties.Headers ?? new Dictionary<string, object?>()
                )
                {
                    ["MT-Reason"] = "fault",
                    ["MT-Fault-ExceptionType"] = type,
                    ["MT-Fault-Message"] = text,
                    ["MT-Fault-StackTrace"] = stack,
                    ["MT-Fault-InputAddress"] = $"rabbitmq://{Host}/{VirtualHost}/{queue}",
                },
            };
            await channel.BasicPublishAsync("", $"{queue}_error", true, properties, message.Body);
            await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        }

        await connection.CloseAsync();
        return number;
    }

    /// <summary>Puts many messages into an exchange at once, in their order.</summary>
    public async Task PublishAll(string exchange, IEnumerable<string> bodies, string contentType)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(Confirms);
        var properties = new BasicProperties { ContentType = contentType, Persistent = true };
        foreach (var batch in bodies.Chunk(100))
        {
            await Task.WhenAll(
                batch.Select(body =>
                    channel
                        .BasicPublishAsync(exchange, "", true, properties, Encoding.UTF8.GetBytes(body))
                        .AsTask()
                )
            );
        }

        await connection.CloseAsync();
    }

    /// <summary>The headers of every message in a queue; the messages are put back.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> Headers(string queue)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var found = new List<IReadOnlyDictionary<string, string>>();
        while (await channel.BasicGetAsync(queue, autoAck: false) is { } message)
        {
            found.Add(
                (message.BasicProperties.Headers ?? new Dictionary<string, object?>()).ToDictionary(
                    header => header.Key,
                    header =>
                        header.Value is byte[] bytes
                            ? Encoding.UTF8.GetString(bytes)
                            : header.Value?.ToString() ?? ""
                )
            );
        }

        // Closing the channel puts back what was not acknowledged.
        return found;
    }

    /// <summary>Every message of a queue, as it came over the wire; they are gone from it.</summary>
    public async Task<IReadOnlyList<BasicGetResult>> Take(string queue)
    {
        var taken = new List<BasicGetResult>();
        await On(async channel =>
        {
            while (await channel.BasicGetAsync(queue, autoAck: true) is { } message)
            {
                taken.Add(message);
            }
        });
        return taken;
    }

    /// <summary>Moves the oldest message of a queue to another, as somebody does by hand, with one header more.</summary>
    public async Task Move(string from, string to, string header, string value)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(Confirms);
        var message =
            await channel.BasicGetAsync(from, autoAck: false)
            ?? throw new InvalidOperationException($"There is nothing in {from}.");
        var properties = new BasicProperties(message.BasicProperties);
        properties.Headers = new Dictionary<string, object?>(
            properties.Headers ?? new Dictionary<string, object?>()
        )
        {
            [header] = value,
        };
        await channel.BasicPublishAsync("", to, true, properties, message.Body);
        await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
        await connection.CloseAsync();
    }

    /// <summary>A durable queue of the broker's default kind, unless it is told another.</summary>
    /// <param name="deliveryLimit">Null: none.</param>
    public Task DeclareQueue(string queue, string type = "classic", int? deliveryLimit = null)
    {
        var arguments = new Dictionary<string, object?> { [QueueType] = type };
        if (deliveryLimit is not null)
        {
            arguments["x-delivery-limit"] = deliveryLimit;
        }

        return On(channel => Declare(channel, queue, arguments));
    }

    /// <summary>Every ready message of a queue is lost.</summary>
    public Task Purge(string queue) => On(channel => channel.QueuePurgeAsync(queue));

    /// <summary>With its bindings.</summary>
    public Task DeleteExchange(string exchange) => On(channel => channel.ExchangeDeleteAsync(exchange));

    public Task BindExchange(string destination, string source) =>
        On(channel => channel.ExchangeBindAsync(destination, source, ""));

    /// <summary>With everything that is in it, and although it is consumed.</summary>
    public Task DeleteQueue(string queue) => On(channel => channel.QueueDeleteAsync(queue));

    /// <summary>Deletes a queue and declares another of its name before anybody else does.</summary>
    public Task ReplaceQueue(string queue, string type) =>
        On(async channel =>
        {
            await channel.QueueDeleteAsync(queue);
            await Declare(channel, queue, new() { [QueueType] = type });
        });

    public async ValueTask DisposeAsync()
    {
        foreach (var user in _users)
        {
            using var removed = await _management.DeleteAsync($"users/{user}");
        }

        if (VirtualHost != "/")
        {
            using var answer = await _management.DeleteAsync($"vhosts/{VirtualHost}");
        }

        _management.Dispose();
    }

    private static Task Declare(IChannel channel, string queue, Dictionary<string, object?> arguments) =>
        channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);

    /// <returns>Null: there is no such queue.</returns>
    private async Task<QueueDeclareOk?> Declared(string queue)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return await channel.QueueDeclarePassiveAsync(queue);
        }
        catch (OperationInterruptedException)
        {
            return null;
        }
    }

    private async Task On(Func<IChannel, Task> use)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await use(channel);
    }
}
