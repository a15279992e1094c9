using System.Net;
using System.Net.Sockets;

namespace Sagas.SystemTests;

/// <summary>A port that refuses connections until it is opened, and then passes them on.</summary>
internal sealed class LateDoor : IDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly CancellationTokenSource _closing = new();
    private readonly TcpListener _listener;

    public LateDoor(string host, int port)
    {
        _host = host;
        _port = port;
        Port = TestKit.Processes.SagasProcess.FreePort();
        _listener = new TcpListener(IPAddress.Loopback, Port);
    }

    public int Port { get; }

    public void Open()
    {
        _listener.Start();
        _ = Accept();
    }

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task Accept()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _ = Pass(await _listener.AcceptTcpClientAsync(_closing.Token));
            }
            catch (Exception failure)
                when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Pass(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(_host, _port);
            await Task.WhenAny(
                client.GetStream().CopyToAsync(server.GetStream(), _closing.Token),
                server.GetStream().CopyToAsync(client.GetStream(), _closing.Token)
            );
        }
    }
}
