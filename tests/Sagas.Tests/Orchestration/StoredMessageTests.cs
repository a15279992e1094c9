using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Outbox;
using Sagas.Orchestration.Transports;

namespace Sagas.Tests.Orchestration;

public sealed class StoredMessageTests
{
    [Test]
    [CancelAfter(20_000)]
    public async Task A_send_that_nobody_answers_ends_with_its_time()
    {
        await using var services = new ServiceCollection()
            .AddSingleton(DispatchProxy.Create<IBus, Silence>())
            .BuildServiceProvider();
        var sender = new StoredMessageSender(services, TimeProvider.System);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThatAsync(
            () => Send(sender, patience.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    [Test]
    public async Task An_endpoint_is_asked_for_once_and_again_when_MassTransit_has_stopped_it()
    {
        var (sender, bus) = SenderOn(null);
        var given = bus.Given;

        await Send(sender, default);
        await Send(sender, default);
        Assert.That(given.Select(one => one.Sent), Is.EqualTo(new[] { 2 }));

        given[0].IsStopped = true;
        await Send(sender, default);
        Assert.That(given.Select(one => one.Sent), Is.EqualTo(new[] { 2, 1 }));
    }

    [Test]
    public async Task What_the_transport_sends_by_itself_does_not_pass_the_bus_again()
    {
        var transport = new Transport();
        var (sender, bus) = SenderOn(transport);
        var given = bus.Given;

        await Send(sender, default);
        Assert.That(
            (given.Single().Sent, transport.Sent),
            Is.EqualTo((1, 0)),
            "the bus declares what the address stands for"
        );

        await Send(sender, default);
        Assert.That((given.Single().Sent, transport.Sent), Is.EqualTo((1, 1)));

        transport.Takes = false;
        await Send(sender, default);
        Assert.That((given.Single().Sent, transport.Sent), Is.EqualTo((2, 1)), "it was left to the bus");
    }

    [Test]
    public async Task What_the_transport_could_not_send_is_sent_by_the_bus_unless_there_is_no_queue_for_it()
    {
        var transport = new Transport();
        var (sender, bus) = SenderOn(transport);
        var given = bus.Given;
        await Send(sender, default);

        transport.Failure = new BrokerAwayException("127.0.0.1:1", "it is away", new TimeoutException());
        await Send(sender, default);
        Assert.That(given.Select(one => one.Sent), Is.EqualTo(new[] { 1, 1 }), "asked for anew");

        transport.Failure = new NoSuchQueueException("inventory");
        await Assert.ThatAsync(() => Send(sender, default), Throws.InstanceOf<NoSuchQueueException>());
        Assert.That(given.Select(one => one.Sent), Is.EqualTo(new[] { 1, 1 }));
    }

    [Test]
    public async Task An_address_that_the_bus_cannot_send_to_is_not_tried_by_the_transport()
    {
        var transport = new Transport();
        var (sender, bus) = SenderOn(transport);
        bus.AreStopped = true;

        for (var attempt = 0; attempt < 2; attempt++)
        {
            await Assert.ThatAsync(
                () => Send(sender, default),
                Throws.InstanceOf<TransportUnavailableException>()
            );
        }

        Assert.That(transport.Sent, Is.Zero, "it would break the channel for the others");
    }

    [Test]
    [CancelAfter(20_000)]
    public async Task A_transport_that_does_not_answer_is_waited_for_no_longer_than_the_send_may_take()
    {
        var (sender, _) = SenderOn(new Transport { IsSilent = true });
        await Send(sender, default);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThatAsync(
            () => Send(sender, patience.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

    private static (StoredMessageSender Sender, Endpoints Bus) SenderOn(IStoredMessageTransport? transport)
    {
        var bus = DispatchProxy.Create<IBus, Endpoints>();
        var services = new ServiceCollection().AddSingleton(bus);
        if (transport is not null)
        {
            services.AddSingleton(transport);
        }

        return (new(services.BuildServiceProvider(), TimeProvider.System), (Endpoints)(object)bus);
    }

    private static Task Send(StoredMessageSender sender, CancellationToken cancellationToken) =>
        sender.Send(
            NewId.NextGuid(),
            "exchange:inventory",
            "application/json",
            new StringMessageBody("{}"),
            new(null, null, null, null, null, null, null, [], null, [], []),
            cancellationToken
        );

    private sealed class Transport : IStoredMessageTransport
    {
        public bool Takes { get; set; } = true;

        public bool IsSilent { get; init; }

        public Exception? Failure { get; set; }

        public int Sent { get; private set; }

        public bool TrySend(
            StoredMessage message,
            CancellationToken cancellationToken,
            [NotNullWhen(true)] out Task? sending
        )
        {
            sending = null;
            if (!Takes)
            {
                return false;
            }

            Sent++;
            sending =
                IsSilent ? new TaskCompletionSource().Task
                : Failure is null ? Task.CompletedTask
                : Task.FromException(Failure);
            return true;
        }
    }

#pragma warning disable CA1852 // The proxy is derived from it.
    /// <summary>A bus that gives a new endpoint each time it is asked.</summary>
    internal class Endpoints : DispatchProxy
    {
        public List<Stoppable> Given { get; } = [];

        public bool AreStopped { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var endpoint = Create<ISendEndpoint, Stoppable>();
            var given = (Stoppable)(object)endpoint;
            given.IsStopped = AreStopped;
            Given.Add(given);
            return Task.FromResult(endpoint);
        }
    }

    internal class Stoppable : DispatchProxy
    {
        public bool IsStopped { get; set; }

        public int Sent { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (IsStopped)
            {
                throw new TransportUnavailableException("It is stopped.");
            }

            Sent++;
            return Task.CompletedTask;
        }
    }

    /// <summary>A bus, and its endpoints, from which nothing comes back.</summary>
    internal class Silence : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IBus.GetSendEndpoint)
                ? Task.FromResult(Create<ISendEndpoint, Silence>())
                : new TaskCompletionSource().Task;
    }
}
