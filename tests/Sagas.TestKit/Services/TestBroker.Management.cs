using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sagas.TestKit.Services;

/// <summary>What people do in the management UI, and see there.</summary>
public sealed partial class TestBroker
{
    /// <summary>What the management UI knows of the queues, such as name, type, durable and arguments.</summary>
    /// <param name="kind">Such as exchanges.</param>
    public async Task<IReadOnlyList<JsonElement>> Queues(string kind = "queues") =>
        await _management.GetFromJsonAsync<List<JsonElement>>($"{kind}/{VirtualHost}") ?? [];

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

    /// <summary>The broker has lost its disk: every queue, exchange and message is gone.</summary>
    public async Task Wipe()
    {
        using var deleted = await _management.DeleteAsync($"vhosts/{VirtualHost}");
        deleted.EnsureSuccessStatusCode();
        using var created = await _management.PutAsync($"vhosts/{VirtualHost}", null);
        created.EnsureSuccessStatusCode();
    }

    /// <summary>The exchanges that a queue is bound to, but for the broker's default one.</summary>
    public Task<IReadOnlyList<string>> Bindings(string queue) =>
        Sources($"queues/{VirtualHost}/{queue}/bindings");

    /// <summary>The exchanges that an exchange is bound to.</summary>
    public Task<IReadOnlyList<string>> BoundTo(string exchange) =>
        Sources($"exchanges/{VirtualHost}/{exchange}/bindings/destination");

    private async Task<IReadOnlyList<string>> Sources(string bindings)
    {
        var found = await _management.GetFromJsonAsync<List<JsonElement>>(bindings);
        return
        [
            .. (found ?? [])
                .Select(binding => binding.GetProperty("source").GetString()!)
                .Where(source => source.Length > 0),
        ];
    }

    /// <summary>So many connections of the virtual host at the most; -1: as many as anybody makes.</summary>
    public async Task LimitConnections(int most)
    {
        using var limited = await _management.PutAsJsonAsync(
            $"vhost-limits/{VirtualHost}/max-connections",
            new { value = most }
        );
        limited.EnsureSuccessStatusCode();
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
            () => Connections(name),
            found => found.Count > 0
        );
        foreach (var one in all)
        {
            using var closed = await _management.DeleteAsync(
                $"connections/{Uri.EscapeDataString(one.GetProperty("name").GetString()!)}"
            );
        }
    }

    /// <summary>The channels that are open on the connections that call themselves so, as the broker counts them every five seconds.</summary>
    public async Task<int> Channels(string name) =>
        (await Connections(name)).Sum(connection =>
            connection.TryGetProperty("channels", out var channels) ? channels.GetInt32() : 0
        );

    private async Task<IReadOnlyList<JsonElement>> Connections(string? name)
    {
        var all = await _management.GetFromJsonAsync<List<JsonElement>>($"vhosts/{VirtualHost}/connections");
        return
        [
            .. all!.Where(connection =>
                name is null
                || connection.TryGetProperty("user_provided_name", out var given) && given.GetString() == name
            ),
        ];
    }
}
