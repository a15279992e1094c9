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
            () =>
                sender.Send(
                    NewId.NextGuid(),
                    "exchange:inventory",
                    "application/json",
                    new StringMessageBody("{}"),
                    new(null, null, null, null, null, null, null, [], null, [], []),
                    patience.Token
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
    }

#pragma warning disable CA1852 // The proxy is derived from it.
    /// <summary>A bus, and its endpoints, from which nothing comes back.</summary>
    internal class Silence : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            targetMethod!.Name == nameof(IBus.GetSendEndpoint)
                ? Task.FromResult(Create<ISendEndpoint, Silence>())
                : new TaskCompletionSource().Task;
    }
}
