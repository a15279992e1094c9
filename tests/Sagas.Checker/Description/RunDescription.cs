using System.Text.Json.Serialization;

namespace Sagas.Checker.Description;

/// <summary>
/// A finished run, as JSON: what was asked for, and where to look for what became of it. Relative files are beside the
/// description. A member that is not known here is a fault.
/// </summary>
/// <example>
/// <code>
/// {
///   "name": "chaos, seed 7",
///   "journal": "journal.jsonl",
///   "inventory": { "provider": "Postgres", "connectionString": "Host=…;Database=inventory" },
///   "payments":  { "provider": "Postgres", "connectionString": "Host=…;Database=payments" },
///   "shipping":  { "provider": "Postgres", "connectionString": "Host=…;Database=shipping" },
///   "gateway": "gateway.json",
///   "queues": [ { "name": "payments", "ready": 0, "unacknowledged": 0 } ],
///   "orchestrator": { "provider": "Postgres", "connectionString": "Host=…;Database=orders" }
/// }
/// </code>
/// </example>
internal sealed record RunDescription
{
    public required string Name { get; init; }

    /// <summary>The load driver's journal: a file of JSON Lines, see <see cref="Journals.JournalLine"/>.</summary>
    public required string Journal { get; init; }

    /// <summary>Where the participant keeps its ledger. Participants that share a database name the same.</summary>
    public required LedgerDescription Inventory { get; init; }

    public required LedgerDescription Payments { get; init; }

    public required LedgerDescription Shipping { get; init; }

    /// <summary>
    /// A file with what the gateways did by their own account: <c>{"captures": [{"key", "amountMinor", "currency",
    /// "refundedMinor"}], "shipments": [key]}</c>, which is what the simulator's <c>GET /ledger</c> tells. Null: nobody asked them.
    /// </summary>
    public string? Gateway { get; init; }

    /// <summary>The broker's own counts, taken at the end. Null: there is no broker, or nobody asked it.</summary>
    public IReadOnlyList<QueueCount>? Queues { get; init; }

    /// <summary>
    /// A file of JSON Lines <c>{"messageId": …}</c>: what a queue bound to every exchange saw. Null: there was none.
    /// </summary>
    public string? Tap { get; init; }

    /// <summary>
    /// A file of JSON Lines <c>{"requestId": …, "outcome": "ok|failed|unknown"}</c>: what the driver asked of sagas as an operator.
    /// Null: it kept no list, or asked nothing.
    /// </summary>
    public string? Requests { get; init; }

    /// <summary>The tables of the orchestrator itself, which are looked at last. Null: they are not looked at.</summary>
    public LedgerDescription? Orchestrator { get; init; }

    /// <summary>Whether the run is over: nothing is on its way any more. Default true.</summary>
    public bool AtRest { get; init; } = true;

    /// <summary>
    /// Whether somebody purged or wiped queues, or lost a broker's disk: then what was sent need not have arrived, and that it did is
    /// not checked. Default false.
    /// </summary>
    public bool BrokerLostMessages { get; init; }

    /// <summary>How far the clocks of two participants may differ. Default 100 ms.</summary>
    public int ClockToleranceMilliseconds { get; init; } = 100;

    /// <summary>Which definition versions ran. Default 1 alone.</summary>
    public IReadOnlyList<int> DefinitionVersions { get; init; } = [1];

    /// <summary>The shares that a run must have so that it says something.</summary>
    public Shares Shares { get; init; } = new();

    [JsonIgnore]
    public TimeSpan ClockTolerance => TimeSpan.FromMilliseconds(ClockToleranceMilliseconds);
}

/// <param name="Provider"><c>Postgres</c> or <c>Sqlite</c>.</param>
internal sealed record LedgerDescription(string Provider, string ConnectionString);

/// <param name="Unacknowledged">Null: not counted.</param>
internal sealed record QueueCount(string Name, long Ready, long? Unacknowledged = null)
{
    private static readonly string[] OfDeadLetters = ["_error", "_skipped", "_dead"];

    [JsonIgnore]
    public bool HoldsDeadLetters =>
        Name == "unrouted" || OfDeadLetters.Any(suffix => Name.EndsWith(suffix, StringComparison.Ordinal));
}

/// <summary>In percent of the accepted orders.</summary>
internal sealed record Shares(
    int CompletedAtLeast = 40,
    int CompletedAtMost = 80,
    int CompensatedAtLeast = 15
);
