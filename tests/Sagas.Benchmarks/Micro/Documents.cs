using BenchmarkDotNet.Attributes;
using Sagas.Benchmarks.Contracts;
using Sagas.Benchmarks.Peers.Ours;
using Sagas.Core.Decisions;
using Sagas.Core.Definitions;
using Sagas.Orchestration.Machines;
using Sagas.Orchestration.Repository;

namespace Sagas.Benchmarks.Micro;

/// <summary>What is stored as JSON with each message of a saga.</summary>
[MemoryDiagnoser]
public class Documents
{
    private static readonly Guid Id = new("8b0c6f0e-6a52-8d3c-9a41-2f0f6a6f3b11");
    private static readonly SagaPlan<BenchmarkOrderState> Plan = new BenchmarkOrder().Plan;

    private readonly PlaceOrder _message = new(Id, "17850", 1_530, "GBP");
    private SagaInstance<BenchmarkOrderState> _instance = null!;
    private string _stored = "";

    [GlobalSetup]
    public void Start()
    {
        var decision = (Decision<BenchmarkOrderState>.Accepted)
            Decider.Decide(
                Plan,
                Saga<BenchmarkOrderState>.NotStarted(Id),
                new Input.Start(_message, "as placed")
            );
        _instance = new() { CorrelationId = Id, Saga = decision.Saga };
        _stored = SagaJson.Write(_instance);
    }

    [Benchmark]
    public string Write_an_instance() => SagaJson.Write(_instance);

    [Benchmark]
    public object Read_an_instance() => SagaJson.Read<SagaInstance<BenchmarkOrderState>>(_stored);

    [Benchmark]
    public string Write_a_message() => SagaJson.Write(_message);
}
