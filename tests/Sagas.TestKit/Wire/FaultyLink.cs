using System.Net;
using System.Net.Sockets;

namespace Sagas.TestKit.Wire;

/// <summary>
/// Stands between clients and a server, and passes everything on until it is told to be a bad link. Each fault lasts until
/// <see cref="Heal"/>, but for those that happen once: they tell when they have happened.
/// </summary>
public sealed class FaultyLink : IAsyncDisposable
{
    private const int BufferBytes = 16 * 1024;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly HashSet<LinkConnection> _connections = [];
    private readonly string _host;
    private readonly int _port;
    private readonly Task _accepting;

    private TaskCompletionSource _passing = Completed();
    private TimeSpan _delay;
    private int _bytesPerSecond;
    private bool _refuses;
    private LinkAccident? _accident;
    private long _pieces;

    private FaultyLink(string host, int port)
    {
        (_host, _port) = (host, port);
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>Where clients connect to instead, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What has come so far, passed on or held back: pieces of up to 16 KiB.</summary>
    public long Pieces => Interlocked.Read(ref _pieces);

    public static FaultyLink Start(string host, int port) => new(host, port);

    /// <summary>Ends every connection at once, without a goodbye.</summary>
    /// <returns>How many there were.</returns>
    public int Cut()
    {
        var all = Connections();
        foreach (var connection in all)
        {
            connection.Cut();
        }

        return all.Count;
    }

    /// <summary>The server's side of every connection goes; the client's stays, and nobody is there any more. New ones are well.</summary>
    /// <returns>How many there were.</returns>
    public int HalfOpen()
    {
        var all = Connections();
        foreach (var connection in all)
        {
            connection.LoseServer();
        }

        return all.Count;
    }

    /// <summary>Nothing passes, in any direction, and nothing is lost.</summary>
    public void Stall()
    {
        lock (_gate)
        {
            if (_passing.Task.IsCompleted)
            {
                _passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Each piece, up to 16 KiB in one direction, arrives so much later.</summary>
    public void Delay(TimeSpan each) => _delay = each;

    /// <summary>Each direction of each connection passes so much a second.</summary>
    public void Limit(int bytesPerSecond) => _bytesPerSecond = bytesPerSecond;

    /// <summary>As a host that is gone: what is connected is cut, and nobody gets in.</summary>
    public int Refuse()
    {
        _refuses = true;
        return Cut();
    }

    /// <summary>Once: a piece that goes to the server arrives by half, and the connection is cut.</summary>
    /// <returns>False: nothing passed in time, and nothing happened.</returns>
    public Task<bool> CutInMidPiece(TimeSpan within) => Once(LinkAccident.HalfAPiece(), within);

    /// <summary>Once: what the server answers to the next piece is dropped, and the connection is cut.</summary>
    /// <inheritdoc cref="CutInMidPiece" path="/returns"/>
    public Task<bool> LoseAnswer(TimeSpan within) => Once(LinkAccident.Answer(_ => true), within);

    /// <summary>Once: PostgreSQL gets a COMMIT and answers it; the client never hears whether it was done.</summary>
    /// <inheritdoc cref="CutInMidPiece" path="/returns"/>
    public Task<bool> LoseCommit(TimeSpan within) =>
        Once(LinkAccident.Answer(LinkAccident.IsPostgresCommit), within);

    /// <summary>From now on the link is good. Connections that had lost their server are cut.</summary>
    public void Heal()
    {
        (_delay, _bytesPerSecond, _refuses) = (TimeSpan.Zero, 0, false);
        lock (_gate)
        {
            _accident = null;
            _passing.TrySetResult();
        }

        foreach (var connection in Connections().Where(connection => connection.HasNoServer))
        {
            connection.Cut();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Heal();
        Cut();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task<bool> Once(LinkAccident accident, TimeSpan within)
    {
        lock (_gate)
        {
            _accident = accident;
        }

        await Task.WhenAny(accident.Happened, Task.Delay(within, _stopping.Token));
        lock (_gate)
        {
            if (_accident == accident)
            {
                _accident = null;
            }
        }

        return accident.Happened.IsCompleted;
    }

    private async Task Accept()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _ = Serve(await _listener.AcceptSocketAsync(_stopping.Token));
            }
            catch (Exception failure)
                when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Serve(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var connection = new LinkConnection(client, server);
        try
        {
            if (_refuses)
            {
                return;
            }

            (client.NoDelay, server.NoDelay) = (true, true);
            await Passing().WaitAsync(_stopping.Token);
            using var patience = new CancellationTokenSource(ConnectPatience);
            await server.ConnectAsync(_host, _port, patience.Token);
            lock (_gate)
            {
                _connections.Add(connection);
            }

            await Task.WhenAny(
                Pump(connection, client, server, isToServer: true),
                Pump(connection, server, client, isToServer: false)
            );
            await connection.Abandoned.WaitAsync(_stopping.Token);
        }
        catch (Exception failure)
            when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, and so the other goes.
        }
        finally
        {
            lock (_gate)
            {
                _connections.Remove(connection);
            }

            connection.Cut();
        }
    }

    private async Task Pump(LinkConnection connection, Socket from, Socket to, bool isToServer)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer, SocketFlags.None, _stopping.Token)) > 0; )
            {
                Interlocked.Increment(ref _pieces);
                await Hold(read);
                var passes = Judge(connection, buffer.AsSpan(0, read), isToServer, out var isCut);
                for (var sent = 0; sent < passes; )
                {
                    sent += await to.SendAsync(
                        buffer.AsMemory(sent, passes - sent),
                        SocketFlags.None,
                        _stopping.Token
                    );
                }

                if (isCut)
                {
                    connection.Cut();
                    return;
                }
            }
        }
        catch (Exception failure)
            when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone, and so the other goes.
        }
    }

    private async Task Hold(int bytes)
    {
        if (_delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay, _stopping.Token);
        }

        if (_bytesPerSecond is > 0 and var limit)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)bytes / limit), _stopping.Token);
        }

        await Passing().WaitAsync(_stopping.Token);
    }

    /// <returns>How much of it is passed on.</returns>
    private int Judge(LinkConnection connection, ReadOnlySpan<byte> piece, bool isToServer, out bool isCut)
    {
        lock (_gate)
        {
            var passes = _accident?.Judge(connection, piece, isToServer) ?? piece.Length;
            isCut = passes < piece.Length;
            if (isCut)
            {
                _accident = null;
            }

            return passes;
        }
    }

    private Task Passing()
    {
        lock (_gate)
        {
            return _passing.Task;
        }
    }

    private List<LinkConnection> Connections()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
