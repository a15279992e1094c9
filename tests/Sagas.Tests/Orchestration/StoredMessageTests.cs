using System.Reflection;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Orchestration.Outbox;

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
        var bus = DispatchProxy.Create<IBus, Endpoints>();
        await using var services = new ServiceCollection().AddSingleton(bus).BuildServiceProvider();
        var sender = new StoredMessageSender(services, TimeProvider.System);
        var given = ((Endpoints)(object)bus).Given;

        await Send(sender, default);
        await Send(sender, default);
        Assert.That(given.Select(one => one.Sent), Is.EqualTo(new[] { 2 }));

        given[0].IsStopped = true;
        await Send(sender, default);
        Assert.That(given.Select(one => one.Sent), Is.EqualTo(new[] { 2, 1 }));
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

#pragma warning disable CA1852 // The proxy is derived from it.
    /// <summary>A bus that gives a new endpoint each time it is asked.</summary>
    internal class Endpoints : DispatchProxy
    {
        public List<Stoppable> Given { get; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var endpoint = Create<ISendEndpoint, Stoppable>();
            Given.Add((Stoppable)(object)endpoint);
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
