using System.Net.Sockets;

namespace Sagas.TestKit.Wire;

/// <summary>One connection through a <see cref="FaultyLink"/>: a socket on either side.</summary>
internal sealed class LinkConnection(Socket client, Socket server)
{
    private readonly TaskCompletionSource _abandoned = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Whether the client talks to nobody.</summary>
    public bool HasNoServer { get; private set; }

    /// <summary>Completes at once, unless the client is to be left alone: then when it is cut.</summary>
    public Task Abandoned => HasNoServer ? _abandoned.Task : Task.CompletedTask;

    public void LoseServer()
    {
        HasNoServer = true;
        Reset(server);
    }

    /// <summary>Both sides read that the other one broke it off. Again: does nothing.</summary>
    public void Cut()
    {
        Reset(client);
        Reset(server);
        _abandoned.TrySetResult();
    }

    /// <summary>With a linger time of 0 the system sends a reset instead of a goodbye.</summary>
    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }
}
