using BenchmarkDotNet.Attributes;
using Sagas.Benchmarks.Contracts;
using Sagas.Benchmarks.Peers.Ours;
using Sagas.Core;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;

namespace Sagas.Benchmarks.Micro;

/// <summary>The core alone.</summary>
[MemoryDiagnoser]
public class Decisions
{
    private static readonly Guid Id = new("8b0c6f0e-6a52-8d3c-9a41-2f0f6a6f3b11");
    private static readonly SagaPlan<BenchmarkOrderState> Plan = new BenchmarkOrder().Plan;
    private static readonly Input.Start Start = new(new PlaceOrder(Id, "17850", 1_530, "GBP"), "as placed");
    private static readonly Input.Reply Reply = new(new StockReserved(Id, DerivedId.OfEffect(Id, "stock")));

    private readonly Saga<BenchmarkOrderState> _fresh = Saga<BenchmarkOrderState>.NotStarted(Id);
    private readonly Saga<BenchmarkOrderState> _running = (
        (Decision<BenchmarkOrderState>.Accepted)
            Decider.Decide(Plan, Saga<BenchmarkOrderState>.NotStarted(Id), Start)
    ).Saga;

    [Benchmark]
    public object Decide_a_start() => Decider.Decide(Plan, _fresh, Start);

    [Benchmark]
    public object Decide_a_reply() => Decider.Decide(Plan, _running, Reply);

    [Benchmark]
    public Guid Derive_an_id() => DerivedId.OfEffect(Id, "stock");
}
