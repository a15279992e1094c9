using System.Diagnostics;

namespace Sagas.TestKit.Services;

/// <summary>One RabbitMQ node of a cluster, in a network namespace of its own.</summary>
internal sealed class BrokerNode(NetworkSpace space, string folder) : IAsyncDisposable
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private const string Control = "/usr/lib/rabbitmq/bin/rabbitmqctl";
    private const string Cookie = "sagas";

    /// <summary>Seconds after which a silent node counts as gone.</summary>
    private const int TickSeconds = 8;

    private Process? _nameServer;
    private Process? _node;

    public string Name => $"rabbit@{space.Address}";

    public NetworkSpace Space => space;

    /// <summary>Returns at once.</summary>
    public void Launch(IReadOnlyList<string> members)
    {
        Directory.CreateDirectory(folder);
        // Not in the background, so that it ends with us.
        _nameServer ??= OwnServer.Start("ip", Environment(), "netns", "exec", space.Name, "epmd");
        File.WriteAllText(Path.Combine(folder, "plugins"), "[].\n");
        File.WriteAllLines(
            Path.Combine(folder, "rabbitmq.conf"),
            [
                "listeners.tcp.1 = 0.0.0.0:5672",
                "loopback_users.guest = false",
                "cluster_partition_handling = pause_minority",
                "cluster_formation.peer_discovery_backend = classic_config",
                .. members.Select(
                    (name, index) => $"cluster_formation.classic_config.nodes.{index + 1} = {name}"
                ),
            ]
        );
        _node = OwnServer.Start("ip", Environment(), "netns", "exec", space.Name, Server);
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        if (_node is { HasExited: false })
        {
            _node.Kill(entireProcessTree: true);
            await _node.WaitForExitAsync();
        }
    }

    /// <summary>Returns when so many nodes of the cluster run, by the word of this one.</summary>
    public Task WaitForMembers(int count, TimeSpan within) =>
        Tell("await_online_nodes", $"{count}", "--timeout", $"{within.TotalSeconds:0}");

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _node?.Dispose();
        _nameServer?.Kill();
        _nameServer?.Dispose();
        await space.DisposeAsync();
    }

    private Task Tell(params string[] command) =>
        OwnServer.Run(
            "ip",
            Environment(),
            [
                "netns",
                "exec",
                space.Name,
                Control,
                "--node",
                Name,
                "--longnames",
                "--erlang-cookie",
                Cookie,
                .. command,
            ]
        );

    private Dictionary<string, string> Environment() =>
        new()
        {
            ["HOME"] = folder,
            ["RABBITMQ_USE_LONGNAME"] = "true",
            ["RABBITMQ_NODENAME"] = Name,
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(folder, "none.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "plugins"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                $"-setcookie {Cookie} -kernel net_ticktime {TickSeconds}",
        };
}
