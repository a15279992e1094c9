using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Sagas.Fulfilment.Gateways;
using Sagas.Fulfilment.Gateways.Simulator;

namespace Sagas.Tests.Fulfilment.Gateways;

/// <summary>The clients and their pipeline against the simulator, over real HTTP.</summary>
internal sealed class GatewayTests
{
    private static readonly (string, string)[] Hasty =
    [
        ("Sagas:Payments:RetryDelayMilliseconds", "1"),
        ("Sagas:Payments:AttemptTimeoutSeconds", "1"),
    ];

    [Test]
    public async Task Errors_and_lost_answers_are_healed_and_nothing_is_done_twice()
    {
        var options = ParticipantHost.Calm();
        (options.ErrorPercent, options.ErrorCalls) = (100, 2);
        await using var host = await ParticipantHost.Start(options, Hasty);
        var keys = Enumerable.Range(0, 6).Select(_ => NewId.NextGuid()).ToList();
        foreach (var key in keys)
        {
            // Each alone, so that six calls with two failures each do not open the circuit.
            var answer = await host.Get<PaymentGateway>().Capture(key, 100, "GBP", CancellationToken.None);
            Assert.That(answer.IsAccepted, Is.True);
        }

        var report = host.Simulator.Report();
        Assert.That(report.Captures.Select(capture => capture.Key), Is.EquivalentTo(keys));
        Assert.That((report.Calls, report.Effects), Is.EqualTo((18, 6)));
    }

    [Test]
    public async Task A_late_answer_is_asked_for_again()
    {
        var options = ParticipantHost.Calm();
        (options.DelayPercent, options.DelayMilliseconds) = (100, 60_000);
        await using var host = await ParticipantHost.Start(
            options,
            [.. Hasty, ("Sagas:Payments:Retries", "1"), ("Sagas:Payments:TotalTimeoutSeconds", "10")]
        );

        Assert.That(
            async () =>
                await host.Get<PaymentGateway>().Capture(NewId.NextGuid(), 1, "GBP", CancellationToken.None),
            Throws
                .TypeOf<GatewayFailedException>()
                .With.Property(nameof(GatewayFailedException.Gateway))
                .EqualTo("payments")
                .And.InnerException.TypeOf<TimeoutRejectedException>()
        );
        Assert.That(host.Simulator.Report().Calls, Is.EqualTo(2));
    }

    [Test]
    public async Task An_error_that_lasts_is_told_and_then_opens_the_circuit()
    {
        var options = ParticipantHost.Calm();
        (options.ErrorPercent, options.ErrorCalls) = (100, 1_000);
        await using var host = await ParticipantHost.Start(
            options,
            [.. Hasty, ("Sagas:Payments:Retries", "9")]
        );
        var failures = new List<GatewayFailedException>();
        for (var call = 0; call < 4; call++)
        {
            failures.Add(
                (
                    await Assert.ThrowsAsync<GatewayFailedException>(() =>
                        host.Get<PaymentGateway>().Capture(NewId.NextGuid(), 1, "GBP", CancellationToken.None)
                    )
                )!
            );
        }

        Assert.That(failures[0].Message, Does.Contain("503"));
        Assert.That(failures[^1].InnerException, Is.TypeOf<BrokenCircuitException>());
        Assert.That(host.Simulator.Report().Calls, Is.EqualTo(20), "the fewest that open it, and none after");
    }

    [Test]
    public async Task A_gateway_that_is_not_there_is_told()
    {
        await using var host = await ParticipantHost.Start(
            null,
            [.. Hasty, ("Sagas:Payments:Gateway", "http://127.0.0.1:9"), ("Sagas:Payments:Retries", "1")]
        );

        Assert.That(
            async () =>
                await host.Get<PaymentGateway>().Capture(NewId.NextGuid(), 1, "GBP", CancellationToken.None),
            Throws.TypeOf<GatewayFailedException>().With.Message.Contains("payments gateway gave no answer")
        );
    }

    [Test]
    public async Task Our_own_cancellation_is_no_failure_of_the_gateway()
    {
        await using var host = await ParticipantHost.Start();

        Assert.That(
            async () =>
                await host.Get<PaymentGateway>()
                    .Capture(NewId.NextGuid(), 1, "GBP", new CancellationToken(true)),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public async Task Another_amount_with_the_same_key_is_a_failure()
    {
        await using var host = await ParticipantHost.Start();
        var (gateway, key) = (host.Get<PaymentGateway>(), NewId.NextGuid());
        await gateway.Capture(key, 1, "GBP", CancellationToken.None);

        Assert.That(
            async () => await gateway.Capture(key, 2, "GBP", CancellationToken.None),
            Throws.TypeOf<GatewayFailedException>().With.Message.Contains("409")
        );
    }

    [Test]
    public async Task A_part_is_refunded_once_for_each_key_and_never_more_than_was_captured()
    {
        var options = ParticipantHost.Calm();
        (options.ErrorPercent, options.ErrorCalls) = (100, 1);
        await using var host = await ParticipantHost.Start(options, Hasty);
        var (gateway, capture, key) = (host.Get<PaymentGateway>(), NewId.NextGuid(), NewId.NextGuid());
        await gateway.Capture(capture, 100, "GBP", CancellationToken.None);
        var first = await gateway.RefundPart(capture, key, 60, CancellationToken.None);
        var second = await gateway.RefundPart(capture, key, 60, CancellationToken.None);
        var tooMuch = await gateway.RefundPart(capture, NewId.NextGuid(), 41, CancellationToken.None);
        var unknown = await gateway.RefundPart(NewId.NextGuid(), NewId.NextGuid(), 1, CancellationToken.None);
        await gateway.Refund(capture, CancellationToken.None);
        var afterAll = await gateway.RefundPart(capture, NewId.NextGuid(), 1, CancellationToken.None);

        Assert.That((first.IsAccepted, second), Is.EqualTo((true, first)));
        Assert.That(
            new[] { tooMuch.Reason, unknown.Reason, afterAll.Reason },
            Is.All.EqualTo("more than is left of the capture")
        );
        var report = host.Simulator.Report();
        Assert.That(report.Captures.Single().RefundedMinor, Is.EqualTo(100));
        Assert.That(report.Refunds, Is.EqualTo([new SimulatedRefund(key, capture, 60)]).AsCollection);
        Assert.That(report.Effects, Is.EqualTo(3), "a capture, a part, and the rest");
    }

    [Test]
    public async Task Another_refund_with_the_same_key_is_a_failure()
    {
        await using var host = await ParticipantHost.Start();
        var (gateway, capture, key) = (host.Get<PaymentGateway>(), NewId.NextGuid(), NewId.NextGuid());
        await gateway.Capture(capture, 100, "GBP", CancellationToken.None);
        await gateway.RefundPart(capture, key, 60, CancellationToken.None);

        Assert.That(
            async () => await gateway.RefundPart(capture, key, 40, CancellationToken.None),
            Throws.TypeOf<GatewayFailedException>().With.Message.Contains("409")
        );
        Assert.That(
            async () => await gateway.RefundPart(capture, NewId.NextGuid(), 0, CancellationToken.None),
            Throws.TypeOf<GatewayFailedException>().With.Message.Contains("400")
        );
    }

    [Test]
    public async Task Without_an_address_the_setting_is_named()
    {
        await using var host = await ParticipantHost.Start(null, ("Sagas:Payments:Gateway", ""));

        Assert.That(
            host.Get<PaymentGateway>,
            Throws.InvalidOperationException.With.Message.StartsWith("Sagas:Payments:Gateway is empty.")
        );
    }

    [Test]
    public async Task What_the_simulator_decides_follows_from_seed_and_key()
    {
        var options = new SimulatorOptions
        {
            DeclinePercent = 50,
            ErrorPercent = 0,
            DelayPercent = 0,
        };
        await using var first = await ParticipantHost.Start(options);
        await using var second = await ParticipantHost.Start(options);
        var (one, other) = (first.Get<PaymentGateway>(), second.Get<PaymentGateway>());
        var accepted = 0;
        foreach (var key in Enumerable.Range(0, 40).Select(_ => NewId.NextGuid()))
        {
            var answer = await one.Capture(key, 1, "GBP", CancellationToken.None);
            Assert.That(await other.Capture(key, 1, "GBP", CancellationToken.None), Is.EqualTo(answer));
            accepted += answer.IsAccepted ? 1 : 0;
        }

        Assert.That(accepted, Is.InRange(1, 39));
    }

    [Test]
    public async Task The_simulator_shows_its_ledger_and_refuses_a_call_without_a_key()
    {
        await using var host = await ParticipantHost.Start();
        using var client = new HttpClient { BaseAddress = host.Simulator.Address };
        using var refused = await client.PostAsJsonAsync(
            "captures",
            new { amountMinor = 1, currency = "GBP" }
        );
        var ledger = await client.GetFromJsonAsync<JsonElement>("ledger");

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(ledger.GetProperty("calls").GetInt64(), Is.Zero);
        Assert.That(ledger.GetProperty("effects").GetInt32(), Is.Zero);
    }
}
