using System.Net;
using System.Net.Sockets;
using Sagas.Worker.Configuration;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Startup;

/// <summary>The port that health, metrics and the API are served on must be free.</summary>
internal static class HttpPort
{
    public static Task Check(IServiceProvider services, CancellationToken cancellationToken)
    {
        var address = new Uri(services.GetRequiredService<SagasOptions>().Http.Address);
        if (address.Port != 0 && IPAddress.TryParse(address.Host, out var ip))
        {
            using var listener = new TcpListener(ip, address.Port);
            try
            {
                listener.Start();
            }
            catch (SocketException)
            {
                throw InUse(services);
            }
        }

        return Task.CompletedTask;
    }

    public static StartUpException InUse(IServiceProvider services) =>
        new(
            $"Sagas:Http:Address is {services.GetRequiredService<SagasOptions>().Http.Address}, which another process uses or "
                + "which is not of this machine. Stop that process, or give another port; 0 takes a free one."
        );
}
