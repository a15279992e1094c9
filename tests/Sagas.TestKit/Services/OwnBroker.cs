using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Sagas.TestKit.Processes;

namespace Sagas.TestKit.Services;

/// <summary>A RabbitMQ node of the test's own, without plugins, which it may stop. Its queues go with it.</summary>
public sealed partial class OwnBroker : IAsyncDisposable
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _folder = OwnServer.Folder("rabbitmq");
    private readonly int _port = SagasProcess.FreePort();
    private readonly int _distributionPort = SagasProcess.FreePort();
    private readonly int _nameServerPort = SagasProcess.FreePort();
    private Process? _nameServer;
    private Process? _node;

    private OwnBroker() { }

    /// <summary>Of the node's first process.</summary>
    public int ProcessId => _node!.Id;

    public Uri Address => new($"amqp://guest:guest@127.0.0.1:{_port}/");

    public static async Task<OwnBroker> Create()
    {
        if (!File.Exists(Server))
        {
            Requirement.Missing("RabbitMQ is not installed. Run infra/scripts/services install.");
        }

        var broker = new OwnBroker();
        // Not in the background, so that it ends with us.
        broker._nameServer = OwnServer.Start(
            "epmd",
            new Dictionary<string, string>(),
            "-port",
            $"{broker._nameServerPort}",
            "-address",
            "127.0.0.1"
        );
        await File.WriteAllTextAsync(Path.Combine(broker._folder, "plugins"), "[].\n");
        await broker.Start();
        return broker;
    }

    /// <summary>Returns when it answers.</summary>
    public async Task Start()
    {
        Launch();
        await Eventually.Get("an answer of RabbitMQ", Patience, Answers, answers => answers);
    }

    public void Launch() =>
        _node = OwnServer.Start(
            Server,
            new Dictionary<string, string>
            {
                ["HOME"] = _folder,
                ["RABBITMQ_NODENAME"] = $"sagas{_port}@localhost",
                ["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "mnesia"),
                ["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log"),
                ["RABBITMQ_LOGS"] = "-",
                ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
                ["RABBITMQ_NODE_PORT"] = $"{_port}",
                ["RABBITMQ_DIST_PORT"] = $"{_distributionPort}",
                ["ERL_EPMD_PORT"] = $"{_nameServerPort}",
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "none"),
                ["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "none"),
                ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_folder, "none"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins"),
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                    "-setcookie sagas -kernel inet_dist_use_interface {127,0,0,1}",
            }
        );

    /// <returns>The address of a new virtual host.</returns>
    public async Task<Uri> AddVirtualHost(string name)
    {
        await Control("add_vhost", name);
        await Control("set_permissions", "--vhost", name, "guest", ".*", ".*", ".*");
        return new Uri(Address, name);
    }

    /// <summary>Messages that publishers gave to the node since it started.</summary>
    public async Task<long> MessagesReceived()
    {
        var said = string.Concat(await Control("eval", "rabbit_global_counters:overview()."));
        return Received()
            .Matches(said)
            .Sum(match => long.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture));
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        if (_node is { HasExited: false })
        {
            _node.Kill(entireProcessTree: true);
            await _node.WaitForExitAsync();
            await Eventually.Get("no answer of RabbitMQ", Patience, Answers, answers => !answers);
        }
    }

    /// <summary>An alarm: the node blocks every publisher until it is over. False: it is over.</summary>
    public Task MemoryAlarm(bool isOn) => Control("set_vm_memory_high_watermark", isOn ? "0.000001" : "0.4");

    /// <inheritdoc cref="MemoryAlarm"/>
    public Task DiskAlarm(bool isOn) => Control("set_disk_free_limit", isOn ? "10000GB" : "50MB");

    /// <summary>Of each queue: messages that are ready, and that were handed out and are not acknowledged.</summary>
    public async Task<IReadOnlyDictionary<string, (long Ready, long Unacknowledged)>> Queues()
    {
        var table = await Control(
            "list_queues",
            "name",
            "messages_ready",
            "messages_unacknowledged",
            "--quiet",
            "--no-table-headers"
        );
        return table
            .Select(line => line.Split('\t'))
            .Where(parts => parts.Length == 3)
            .ToDictionary(
                parts => parts[0],
                parts =>
                    (
                        long.Parse(parts[1], CultureInfo.InvariantCulture),
                        long.Parse(parts[2], CultureInfo.InvariantCulture)
                    )
            );
    }

    /// <summary>The node's own tool. It takes a second or two.</summary>
    /// <returns>The lines that it said.</returns>
    private Task<IReadOnlyList<string>> Control(params string[] arguments) =>
        OwnServer.Read(
            "/usr/lib/rabbitmq/bin/rabbitmqctl",
            new Dictionary<string, string>
            {
                ["HOME"] = _folder,
                ["RABBITMQ_NODENAME"] = $"sagas{_port}@localhost",
                ["ERL_EPMD_PORT"] = $"{_nameServerPort}",
                ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "none"),
            },
            [.. arguments, "--erlang-cookie", "sagas"]
        );

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _node?.Dispose();
        _nameServer?.Kill();
        _nameServer?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> Answers()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", _port);
            var stream = client.GetStream();
            // To a header of an unknown protocol it answers with the one that it speaks.
            await stream.WriteAsync("AMQP\0\0\0\0"u8.ToArray());
            return await stream.ReadAsync(new byte[8]) > 0;
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            return false;
        }
    }

    [GeneratedRegex(
        @"messages_received_total\s*=>\s*(?<count>\d+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Received();
}
