namespace Sagas.Benchmarks.Peers.Ours;

internal sealed record BenchmarkOrderState(
    Guid Id,
    Guid OrderId,
    string Customer,
    long AmountMinor,
    string Currency
);
