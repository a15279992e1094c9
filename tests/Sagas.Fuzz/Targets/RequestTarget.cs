using System.Text.Json;
using Sagas.Fulfilment.Orders;
using Sagas.Fulfilment.Returns;
using Sagas.Orchestration;
using Sagas.Orchestration.Repository;
using Sagas.Worker.Api;

namespace Sagas.Fuzz.Targets;

/// <summary>The body of a request, and the rules of an order and of a return.</summary>
internal sealed class RequestTarget : ITarget
{
    public string Name => "request";

    public int Share => 10;

    public IReadOnlyList<byte[]> Seeds { get; } = Sample.Bytes(Sample.Order, Sample.Return);

    public IReadOnlyList<byte[]> Words { get; } =
        Sample.Bytes([.. Sample.JsonWords, "\"lines\":[", "\"orderKey\":", "\"quantity\":", "null,"]);

    public Answer Read(byte[] input)
    {
        try
        {
            return input.AsSpan().IndexOf("orderKey"u8) >= 0
                ? Judge<ReturnOrder>(input, ReturnRules.Check)
                : Judge<PlaceOrder>(input, OrderRules.Check);
        }
        catch (JsonException broken)
        {
            return new(false, broken.Message);
        }
    }

    private static Answer Judge<T>(byte[] input, Func<T, IEnumerable<string>> check)
        where T : class
    {
        if (JsonSerializer.Deserialize<T>(input, RequestBody.Strict) is not { } command)
        {
            return new(false, "null");
        }

        var problems = string.Join(' ', check(command));
        if (problems.Length > 0)
        {
            return new(false, problems);
        }

        var again = SagaJson.Read<T>(SagaJson.Write(command));
        return Fingerprint.Of(command) == Fingerprint.Of(again)
            ? new(true, typeof(T).Name)
            : throw new BrokenPromiseException(
                $"A {typeof(T).Name} that was stored and read again is another one."
            );
    }
}
