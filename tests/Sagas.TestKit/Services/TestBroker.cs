using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Sagas.TestKit.Services;

/// <summary>A virtual host of its own on a real RabbitMQ, dropped at the end.</summary>
public sealed class TestBroker : IAsyncDisposable
{
    private const string Default = "amqp://guest:guest@127.0.0.1:5672/";
    private const int ManagementPort = 15672;

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

    /// <summary>What the management UI knows of the queues, such as name, type, durable and arguments.</summary>
    /// <param name="kind">Such as exchanges.</param>
    public async Task<IReadOnlyList<JsonElement>> Queues(string kind = "queues") =>
        await _management.GetFromJsonAsync<List<JsonElement>>($"{kind}/{VirtualHost}") ?? [];

    /// <summary>Consumers of a queue; 0 when there is no such queue.</summary>
    public async Task<uint> Consumers(string queue)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).ConsumerCount;
        }
        catch (OperationInterruptedException)
        {
            return 0;
        }
    }

    /// <summary>Messages in a queue, asked from the queue itself; 0 when there is no such queue.</summary>
    public async Task<uint> Depth(string queue)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (OperationInterruptedException)
        {
            return 0;
        }
    }

    /// <summary>Puts bytes into an exchange as they are.</summary>
    public async Task Publish(
        string exchange,
        string body,
        string contentType,
        string? messageId = null,
        string routingKey = ""
    )
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties
        {
            ContentType = contentType,
            MessageId = messageId,
            Persistent = true,
        };
        await channel.BasicPublishAsync(exchange, routingKey, true, properties, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>Puts bytes into a queue as they are, with as little said about them as is given.</summary>
    public async Task PublishBytes(string queue, byte[] body, string? contentType, string? messageId)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
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
        await using var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
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
        await using var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
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

    /// <summary>As the management UI's "Move messages" does: a shovel that ends with what is in the queue now.</summary>
    public async Task MoveMessages(string from, string to)
    {
        var uri = $"amqp:///{Uri.EscapeDataString(VirtualHost)}";
        using var moved = await _management.PutAsJsonAsync(
            $"parameters/shovel/{VirtualHost}/{Uri.EscapeDataString($"Move from {from}")}",
            new
            {
                component = "shovel",
                vhost = VirtualHost,
                name = $"Move from {from}",
                value = new Dictionary<string, object>
                {
                    ["src-uri"] = uri,
                    ["src-queue"] = from,
                    ["src-protocol"] = "amqp091",
                    ["src-prefetch-count"] = 1000,
                    ["src-delete-after"] = "queue-length",
                    ["dest-protocol"] = "amqp091",
                    ["dest-uri"] = uri,
                    ["dest-queue"] = to,
                    ["dest-add-forward-headers"] = false,
                    ["ack-mode"] = "on-confirm",
                },
            }
        );
        if (moved.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            Requirement.Missing(
                $"RabbitMQ has no shovels ({await moved.Content.ReadAsStringAsync()}). Run infra/scripts/services start."
            );
        }

        moved.EnsureSuccessStatusCode();
    }

    /// <summary>Moves the oldest message of a queue to another, as somebody does by hand, with one header more.</summary>
    public async Task Move(string from, string to, string header, string value)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(
            new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true)
        );
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
    public async Task DeclareQueue(string queue, string type = "classic", int? deliveryLimit = null)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = type };
        if (deliveryLimit is not null)
        {
            arguments["x-delivery-limit"] = deliveryLimit;
        }

        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false, arguments);
    }

    /// <summary>Every ready message of a queue is lost.</summary>
    public async Task Purge(string queue)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueuePurgeAsync(queue);
    }

    /// <summary>The broker has lost its disk: every queue, exchange and message is gone.</summary>
    public async Task Wipe()
    {
        using var deleted = await _management.DeleteAsync($"vhosts/{VirtualHost}");
        deleted.EnsureSuccessStatusCode();
        using var created = await _management.PutAsync($"vhosts/{VirtualHost}", null);
        created.EnsureSuccessStatusCode();
    }

    /// <summary>With everything that is in it, and although it is consumed.</summary>
    public async Task DeleteQueue(string queue)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
    }

    /// <summary>Deletes a queue and declares another of its name before anybody else does.</summary>
    public async Task ReplaceQueue(string queue, string type)
    {
        await using var connection = await _factory.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = type };
        await channel.QueueDeclareAsync(queue, true, false, false, arguments);
    }

    /// <summary>The exchanges that a queue is bound to, but for the broker's default one.</summary>
    public async Task<IReadOnlyList<string>> Bindings(string queue)
    {
        var found = await _management.GetFromJsonAsync<List<JsonElement>>(
            $"queues/{VirtualHost}/{queue}/bindings"
        );
        return
        [
            .. (found ?? [])
                .Select(binding => binding.GetProperty("source").GetString()!)
                .Where(source => source.Length > 0),
        ];
    }

    /// <summary>A user of this virtual host, whose password is its name, that may configure only what a pattern says.</summary>
    public async Task<string> AddUser(string configures)
    {
        var user = $"user-{VirtualHost}-{_users.Count}";
        _users.Add(user);
        using var added = await _management.PutAsJsonAsync(
            $"users/{user}",
            new { password = user, tags = "" }
        );
        added.EnsureSuccessStatusCode();
        using var permitted = await _management.PutAsJsonAsync(
            $"permissions/{VirtualHost}/{user}",
            new
            {
                configure = configures,
                write = ".*",
                read = ".*",
            }
        );
        permitted.EnsureSuccessStatusCode();
        return user;
    }

    public async Task SetPassword(string user, string password)
    {
        using var changed = await _management.PutAsJsonAsync($"users/{user}", new { password, tags = "" });
        changed.EnsureSuccessStatusCode();
    }

    /// <summary>Closes, from the broker's side, the connections that call themselves so; null: all of this virtual host.</summary>
    public async Task CloseConnections(string? name = null)
    {
        var all = await Eventually.Get(
            $"connections of {VirtualHost} called {name}",
            TimeSpan.FromSeconds(20),
            async () =>
                (await _management.GetFromJsonAsync<List<JsonElement>>($"vhosts/{VirtualHost}/connections"))!
                    .Where(connection =>
                        name is null
                        || connection.TryGetProperty("user_provided_name", out var given)
                            && given.GetString() == name
                    )
                    .Select(connection => connection.GetProperty("name").GetString()!)
                    .ToList(),
            found => found.Count > 0
        );
        foreach (var one in all)
        {
            using var closed = await _management.DeleteAsync($"connections/{Uri.EscapeDataString(one)}");
        }
    }

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
}
