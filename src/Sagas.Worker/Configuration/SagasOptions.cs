using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;
using Sagas.Fulfilment.Participants.Inventory;
using Sagas.Fulfilment.Participants.Payments;
using Sagas.Fulfilment.Participants.Shipping;
using Sagas.Messaging;
using Sagas.Orchestration.Admission;
using Sagas.Orchestration.Catalogues;
using Sagas.Orchestration.DeadLetters;
using Sagas.Orchestration.Inbox;
using Sagas.Orchestration.Lateness;
using Sagas.Orchestration.Operators;
using Sagas.Orchestration.Order;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Retention;
using Sagas.Storage;
using Sagas.Worker.Hosting;
using Sagas.Worker.Watchdog;

namespace Sagas.Worker.Configuration;

/// <summary>Everything that can be configured under <c>Sagas</c>, read and checked before anything is built.</summary>
internal sealed record SagasOptions(
    WorkerOptions Worker,
    DatabaseOptions Database,
    BrokerOptions Broker,
    HttpOptions Http,
    AdmissionOptions Limits,
    OutboxOptions Outbox,
    InboxOptions Inbox,
    RetentionOptions Retention,
    OperatorOptions Operators,
    LatenessOptions Lateness,
    DeadLetterOptions DeadLetters,
    OrderOptions Order,
    WatchdogOptions Watchdog,
    InventoryOptions Inventory,
    SimulatorOptions Simulator,
    GatewayOptions Payments,
    GatewayOptions Shipping
)
{
    /// <summary>Asked for, or embedded with a gateway that is not configured.</summary>
    public bool RunsSimulator =>
        Simulator.Enabled
        ?? (
            Worker.Profile == Profile.Embedded
            && (Payments.Gateway.Length == 0 || Shipping.Gateway.Length == 0)
        );

    /// <exception cref="StartUpException">There are faults; the message has one line for each.</exception>
    public static SagasOptions Read(
        IConfiguration configuration,
        Catalogue catalogue,
        bool needsOnlyDatabase = false
    )
    {
        var problems = new List<string>(UnknownKeys.Find(configuration));
        T Section<T>(string section)
            where T : class, new() => OptionsSection.Read<T>(configuration, section, problems);

        var options = new SagasOptions(
            Section<WorkerOptions>(WorkerOptions.Section),
            Section<DatabaseOptions>(DatabaseOptions.Section),
            Section<BrokerOptions>(BrokerOptions.Section),
            Section<HttpOptions>(HttpOptions.Section),
            Section<AdmissionOptions>(AdmissionOptions.Section),
            Section<OutboxOptions>(OutboxOptions.Section),
            Section<InboxOptions>(InboxOptions.Section),
            Section<RetentionOptions>(RetentionOptions.Section),
            Section<OperatorOptions>(OperatorOptions.Section),
            Section<LatenessOptions>(LatenessOptions.Section),
            Section<DeadLetterOptions>(DeadLetterOptions.Section),
            Section<OrderOptions>(OrderOptions.Section),
            Section<WatchdogOptions>(WatchdogOptions.Section),
            Section<InventoryOptions>(InventoryOptions.Section),
            Section<SimulatorOptions>(SimulatorOptions.Section),
            Section<GatewayOptions>(GatewayOptions.PaymentsSection),
            Section<GatewayOptions>(GatewayOptions.ShippingSection)
        );
        options.Worker.Roles = Roles(configuration) ?? options.Worker.Roles;
        problems.AddRange(options.Contradictions());
        problems.AddRange(options.UnknownRoles(catalogue));
        if (!needsOnlyDatabase)
        {
            problems.AddRange(options.MissingGateways());
        }

        return problems.Count == 0
            ? options
            : throw new StartUpException(
                string.Join(Environment.NewLine, problems.Distinct()),
                ExitCode.BadUsage
            );
    }

    /// <summary>On a command line, <c>--Sagas:Roles=order,payments</c> is easier than a list.</summary>
    private static string[]? Roles(IConfiguration configuration) =>
        configuration[$"{WorkerOptions.Section}:{nameof(WorkerOptions.Roles)}"] is { Length: > 0 } text
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : null;

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
    }

    private IEnumerable<string> UnknownRoles(Catalogue catalogue)
    {
        var known = catalogue
            .Sagas.Select(saga => saga.Name)
            .Concat(catalogue.Participants.Select(participant => participant.Name))
            .ToList();
        return Worker
            .Roles.Where(role => !known.Contains(role))
            .Select(role =>
                $"Sagas:Roles has \"{role}\". Give some of {string.Join(", ", known)}; none means all."
            );
    }

    private IEnumerable<string> MissingGateways() =>
        new[]
        {
            (PaymentsParticipant.Name, GatewayOptions.PaymentsSection, Payments),
            (ShippingParticipant.Name, GatewayOptions.ShippingSection, Shipping),
        }
            .Where(one => Plays(one.Name) && !RunsSimulator && one.Item3.Gateway.Length == 0)
            .Select(one =>
                $"{one.Item2}:{nameof(GatewayOptions.Gateway)} is empty. Give the gateway's http or https address, or "
                + "Sagas:Simulator:Enabled=true to simulate the gateways."
            );

    private bool Plays(string role) => Worker.Roles.Count == 0 || Worker.Roles.Contains(role);
}
