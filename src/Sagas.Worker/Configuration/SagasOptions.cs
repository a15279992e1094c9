using System.ComponentModel.DataAnnotations;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Messaging;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Outbox;
using Sagas.Storage;
using Sagas.Worker.Hosting;

namespace Sagas.Worker.Configuration;

/// <summary>Everything that can be configured under <c>Sagas</c>, read and checked before anything is built.</summary>
internal sealed record SagasOptions(
    WorkerOptions Worker,
    DatabaseOptions Database,
    BrokerOptions Broker,
    HttpOptions Http,
    OutboxOptions Outbox,
    InboxOptions Inbox,
    InventoryOptions Inventory,
    SimulatorOptions Simulator,
    GatewayOptions Payments,
    GatewayOptions Shipping
)
{
    /// <summary>Asked for, or embedded with no gateway configured.</summary>
    public bool RunsSimulator =>
        Simulator.Enabled
        ?? (
            Worker.Profile == Profile.Embedded && Payments.Gateway.Length == 0 && Shipping.Gateway.Length == 0
        );

    /// <exception cref="StartUpException">There are faults; the message has one line for each.</exception>
    public static SagasOptions Read(IConfiguration configuration)
    {
        var problems = new List<string>(UnknownKeys.Find(configuration));
        T Section<T>(string section)
            where T : class, new() => OptionsSection.Read<T>(configuration, section, problems);

        var options = new SagasOptions(
            Section<WorkerOptions>(WorkerOptions.Section),
            Section<DatabaseOptions>(DatabaseOptions.Section),
            Section<BrokerOptions>(BrokerOptions.Section),
            Section<HttpOptions>(HttpOptions.Section),
            Section<OutboxOptions>(OutboxOptions.Section),
            Section<InboxOptions>(InboxOptions.Section),
            Section<InventoryOptions>(InventoryOptions.Section),
            Section<SimulatorOptions>(SimulatorOptions.Section),
            Section<GatewayOptions>(GatewayOptions.PaymentsSection),
            Section<GatewayOptions>(GatewayOptions.ShippingSection)
        );
        problems.AddRange(options.Contradictions());
        return problems.Count == 0
            ? options
            : throw new StartUpException(
                string.Join(Environment.NewLine, problems.Distinct()),
                ExitCode.BadUsage
            );
    }

    private IEnumerable<string> Contradictions()
    {
        if (Worker.Profile == Profile.Embedded && Database.Provider != DatabaseProvider.Sqlite)
        {
            yield return $"Sagas:Database:Provider is {Database.Provider} and Sagas:Profile is Embedded, which keeps messages in "
                + "memory and its state in SQLite. Give Sagas:Profile=Distributed, or Sqlite.";
        }

        if (Worker.Profile == Profile.Distributed && Database.Provider == DatabaseProvider.Sqlite)
        {
            yield return "Sagas:Database:Provider is Sqlite and Sagas:Profile is Distributed, where several workers share the "
                + "database. Give Postgres or SqlServer, with Sagas:Database:ConnectionString.";
        }

        var playsGateways =
            Worker.Roles.Count == 0 || Worker.Roles.Any(role => role is "payments" or "shipping");
        if (playsGateways && !RunsSimulator)
        {
            foreach (var (name, gateway) in new[] { ("Payments", Payments), ("Shipping", Shipping) })
            {
                if (
                    !Uri.TryCreate(gateway.Gateway, UriKind.Absolute, out var uri)
                    || uri.Scheme is not ("http" or "https")
                )
                {
                    yield return $"Sagas:{name}:Gateway is \"{gateway.Gateway}\". Give the gateway's http or https address, or "
                        + "Sagas:Simulator:Enabled=true to simulate the gateways.";
                }
            }
        }
    }
}
