using Sagas.Orchestration.DeadLetters;

namespace Sagas.Tests.DeadLetters;

internal sealed class StackTextTests
{
    private const string Trace = """
           at System.Net.Http.HttpClient.Send(HttpRequestMessage request)
           at Shop.Payments.Gateway.Charge(Guid key) in /build/1/Gateway.cs:line 12
           at Shop.Payments.Handler.Consume(ConsumeContext`1 context) in /build/1/Handler.cs:line 40
           at MassTransit.Middleware.Filter.Send()
        """;

    [Test]
    public void Ones_own_code_comes_first() =>
        Assert.That(
            new StackText(Trace).ToString().Split('\n').Select(line => line.Split('(')[0]),
            Is.EqualTo(
                new[]
                {
                    "at Shop.Payments.Gateway.Charge",
                    "at Shop.Payments.Handler.Consume",
                    "at System.Net.Http.HttpClient.Send",
                    "at MassTransit.Middleware.Filter.Send",
                }
            )
        );

    [Test]
    public void Another_build_and_another_framework_do_not_change_the_fingerprint()
    {
        var other = Trace
            .Replace("/build/1/", "/build/2/", StringComparison.Ordinal)
            .Replace("line 12", "line 13", StringComparison.Ordinal)
            .Replace("HttpClient.Send", "HttpClient.SendAsync", StringComparison.Ordinal);

        Assert.That(Of(other), Is.EqualTo(Of(Trace)));
    }

    [Test]
    public void Another_place_another_exception_and_another_queue_do()
    {
        var elsewhere = Trace.Replace("Gateway.Charge", "Gateway.Refund", StringComparison.Ordinal);

        Assert.That(
            new[] { Of(Trace), Of(elsewhere), Of(Trace, "IOException"), Of(Trace, queue: "shipping") },
            Is.Unique
        );
    }

    [Test]
    public void Without_code_of_ones_own_the_framework_tells_them_apart() =>
        Assert.That(
            Of("at System.Text.Json.Reader.Read()"),
            Is.Not.EqualTo(Of("at System.IO.Stream.Read()"))
        );

    [Test]
    public void No_stack_is_none() => Assert.That(new StackText(null).ToString(), Is.Empty);

    private static string Of(
        string trace,
        string exception = "GatewayException",
        string queue = "payments"
    ) => Fingerprint.Of(DeadLetterPlace.Error, queue, "Shop:Charge", exception, new(trace));
}
