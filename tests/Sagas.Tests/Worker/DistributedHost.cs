using Microsoft.AspNetCore.Builder;
using Sagas.TestKit.Services;
using Sagas.Worker.Hosting;

namespace Sagas.Tests.Worker;

/// <summary>A worker of the distributed profile that is built and not started: what its start-up checks look at.</summary>
internal static class DistributedHost
{
    public static WebApplication Build(TestBroker broker, Dictionary<string, string?>? more = null) =>
        SagasHost.Build(
            new HostSettings([], IsQuiet: true)
            {
                Overrides = new Dictionary<string, string?>(more ?? [], StringComparer.OrdinalIgnoreCase)
                {
                    ["Sagas:Profile"] = "Distributed",
                    ["Sagas:Http:Address"] = "http://127.0.0.1:0",
                    ["Sagas:Database:Provider"] = "Postgres",
                    ["Sagas:Database:ConnectionString"] = "Host=127.0.0.1;Port=1;Database=sagas",
                    ["Sagas:Broker:Host"] = broker.Host,
                    ["Sagas:Broker:Port"] = $"{broker.Port}",
                    ["Sagas:Broker:VirtualHost"] = broker.VirtualHost,
                    ["Sagas:Simulator:Enabled"] = "true",
                },
            }
        );
}
