using System.Net;
using System.Net.Sockets;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Startup;

/// <summary>
/// The port that health, metrics and the API are served on must be free. Asked before the bus starts, so that nothing has
/// to be taken back; the server itself could only tell afterwards.
/// </summary>
internal static class HttpPort
{
    public static Task Check(IServiceProvider services, CancellationToken cancellationToken)
    {
        var binding = services.GetRequiredService<SagasOptions>().Http.Binding;
        if (binding.Port == 0)
        {
            return Task.CompletedTask;
        }

        using var listener = new TcpListener(Interface(binding.Host), binding.Port);
        try
        {
            listener.Start();
            return Task.CompletedTask;
        }
        catch (SocketException failure)
        {
            throw Unusable(services, failure);
        }
    }

    public static StartUpException Unusable(IServiceProvider services, Exception failure)
    {
        var address = services.GetRequiredService<SagasOptions>().Http.Address;
        var reason = (failure as SocketException)?.SocketErrorCode switch
        {
            SocketError.AccessDenied => "which this user may not listen on. Give a port from 1024 on",
            SocketError.AddressNotAvailable =>
                "which is not an address of this machine. Give one that is, or 0.0.0.0",
            _ => "whose port is in use. Stop the process that uses it, or give another port",
        };
        return new($"{HttpOptions.Section}:Address is {address}, {reason}; port 0 takes a free one.");
    }

    /// <summary>As the server reads it: any name other than localhost means every interface.</summary>
    private static IPAddress Interface(string host) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address) ? address
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
        : IPAddress.Any;
}
