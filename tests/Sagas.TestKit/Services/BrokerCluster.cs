using System.Globalization;
using System.Net.Sockets;
using Sagas.TestKit.Processes;

namespace Sagas.TestKit.Services;

/// <summary>
/// A RabbitMQ cluster of three nodes of the test's own, each in a network namespace, so that nodes can be killed and cut off. Needs
/// root. Its queues go with it.
/// </summary>
public sealed class BrokerCluster : IAsyncDisposable
{
    public const int Size = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(240);
    private static readonly TimeSpan ComesBackWithin = TimeSpan.FromSeconds(60);

    private readonly string _folder = OwnServer.Folder("cluster");
    private readonly string _tag = SagasProcess.FreePort().ToString("x4", CultureInfo.InvariantCulture);
    private readonly List<BrokerNode> _nodes = [];

    private BrokerCluster() { }

    private string Bridge => $"sg{_tag}b";

    /// <summary>In 10.0.0.0/8, where the tag makes a net of its own that is reached from this machine alone.</summary>
    private string Net =>
        $"10.{int.Parse(_tag[..2], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"
        + $".{int.Parse(_tag[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)}";

    /// <summary>Returns when all nodes run.</summary>
    public static async Task<BrokerCluster> Create()
    {
        if (!File.Exists("/usr/lib/rabbitmq/bin/rabbitmq-server"))
        {
            Requirement.Missing("RabbitMQ is not installed. Run infra/scripts/services install.");
        }

        var cluster = new BrokerCluster();
        try
        {
            await NetworkSpace.Ip("link", "add", cluster.Bridge, "type", "bridge");
        }
        catch (Exception failure)
            when (failure is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Directory.Delete(cluster._folder, recursive: true);
            Requirement.Missing(
                $"Network namespaces cannot be made here ({failure.Message}). Run as root, with iproute2 installed."
            );
        }

        try
        {
            await cluster.Start();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <param name="node">From 0.</param>
    public Uri AddressOf(int node) => new($"amqp://guest:guest@{_nodes[node].Space.Address}:5672/");

    /// <summary>SIGKILL.</summary>
    public Task Kill(int node) => _nodes[node].Kill();

    /// <summary>Starts again what was killed, and returns when it is back in the cluster.</summary>
    public async Task Restart(int node)
    {
        _nodes[node].Launch(Names);
        await ComeTogether();
    }

    /// <summary>The others go on without it; it stops by itself, for it is in the minority.</summary>
    public Task Partition(int node) => _nodes[node].Space.Cut();

    /// <summary>
    /// Returns when the cluster is whole again. A node that does not come back by itself, as RabbitMQ 3.10 sometimes does not when it has
    /// paused, is killed and started again, as its operator would.
    /// </summary>
    /// <returns>Whether it came back by itself.</returns>
    public async Task<bool> Heal(int node)
    {
        await _nodes[node].Space.Mend();
        var isBack = true;
        try
        {
            await Answer(_nodes[node], ComesBackWithin);
        }
        catch (TimeoutException)
        {
            isBack = false;
            await _nodes[node].Kill();
            _nodes[node].Launch(Names);
        }

        await ComeTogether();
        return isBack;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await NetworkSpace.Ip("link", "del", Bridge);
        Directory.Delete(_folder, recursive: true);
    }

    private string[] Names => [.. _nodes.Select(node => node.Name)];

    private async Task Start()
    {
        await NetworkSpace.Ip("addr", "add", $"{Net}.1/24", "dev", Bridge);
        await NetworkSpace.Ip("link", "set", Bridge, "up");
        for (var node = 0; node < Size; node++)
        {
            var space = await NetworkSpace.Create($"sg{_tag}n{node}", Bridge, $"{Net}.{10 + node}");
            _nodes.Add(new(space, Path.Combine(_folder, $"{node}")));
        }

        // The first founds the cluster, and the others join it.
        foreach (var node in _nodes)
        {
            node.Launch(Names);
            await Answer(node, Patience);
        }

        await ComeTogether();
    }

    private async Task ComeTogether()
    {
        foreach (var node in _nodes)
        {
            await Answer(node, Patience);
            await node.WaitForMembers(Size, Patience);
        }
    }

    private static Task Answer(BrokerNode node, TimeSpan within) =>
        Eventually.Get(
            $"an answer of {node.Name}",
            within,
            () => Answers(node.Space.Address),
            answers => answers
        );

    private static async Task<bool> Answers(string address)
    {
        using var client = new TcpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await client.ConnectAsync(address, 5672, patience.Token);
            var stream = client.GetStream();
            // To a header of an unknown protocol it answers with the one that it speaks.
            await stream.WriteAsync("AMQP\0\0\0\0"u8.ToArray(), patience.Token);
            return await stream.ReadAsync(new byte[8], patience.Token) > 0;
        }
        catch (Exception failure)
            when (failure is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
