using System.Net;
using System.Net.Sockets;

namespace Sagas.TestKit.Wire;

/// <summary>
/// Stands between a client and PostgreSQL, passes everything on, and counts what it costs: how often the client
/// had to wait for an answer, and how often it committed. Nothing else tells what really went over the wire.
/// </summary>
/// <remarks>
/// Npgsql sends 8 KiB at a time. Of several requests in a row that are longer together, the first may be answered
/// before the last was seen, and counts as a round trip of its own: the count is never too low.
/// </remarks>
public sealed class PostgresWireTap : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly List<Task> connections = [];
    private readonly WireCounter counter = new();
    private readonly string host;
    private readonly int port;
    private readonly Task accepting;

    private PostgresWireTap(string host, int port)
    {
        (this.host, this.port) = (host, port);
        listener.Start();
        accepting = Accept();
    }

    /// <summary>Where a client connects to instead, on 127.0.0.1; without encryption, which could not be read.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public static PostgresWireTap Start(string host, int port) => new(host, port);

    /// <summary>What passed since the last call.</summary>
    public WireCount Take() => counter.Take();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections);
        stopping.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                connections.Add(Pass(client));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task Pass(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(host, port, stopping.Token);
            (client.NoDelay, server.NoDelay) = (true, true);
            var connection = counter.Connect();
            await Task.WhenAny(
                Copy(client.GetStream(), server.GetStream(), connection.FromClient),
                Copy(server.GetStream(), client.GetStream(), connection.FromServer)
            );
        }
    }

    /// <summary>Each piece is counted before it is passed on, so that no answer can overtake its question.</summary>
    private async Task Copy(NetworkStream from, NetworkStream to, Action<ReadOnlySpan<byte>> count)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReadAsync(buffer, stopping.Token)) > 0; )
            {
                count(buffer.AsSpan(0, read));
                await to.WriteAsync(buffer.AsMemory(0, read), stopping.Token);
            }
        }
        catch (Exception exception)
            when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One side hung up, and so does the other.
        }
    }
}
