namespace Sagas.Benchmarks.Runs;

/// <summary>What one peer asks of PostgreSQL for a saga, counted on the wire in a run of its own.</summary>
internal sealed record WireRound(
    string Peer,
    string Load,
    double Statements,
    double Transactions,
    double RoundTrips
);
